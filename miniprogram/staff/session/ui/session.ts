// One open session: its residents, and the most frequent steps.
import { computed, ref, shallowRef } from 'vue'
import { onHide, onPullDownRefresh, onShow, onUnload } from '@dcloudio/uni-app'
import { api } from '@linli/shared/api/client'
import { say, useDeed } from '@linli/shared/use/deed'
import { useLoad } from '@linli/shared/use/load'
import { dayOf, now } from '@linli/shared/util/time'
import { checkIn } from '../../ui/checkin'
import type { Form } from '@linli/shared/work/form'
import { finishForm, type Guest } from '@linli/shared/work/guest'
import { calledOf, callNext, doStep, queueOf, sayCalled, type Step } from '@linli/shared/work/session'

const every = 20_000 // ms; colleagues call and check in too

export function useSession() {
  const id = ref(''), form = shallowRef<Form>()
  const loading = useLoad(() => api.get('/staff/sessions/{id}', { id: id.value }))
  const board = computed(() => loading.data.value)
  const isToday = computed(() => board.value?.session.day === dayOf(now()))
  const called = computed(() => (board.value ? calledOf(board.value) : []))
  const queue = computed(() => (board.value ? queueOf(board.value) : []))

  const calling = useDeed(async (key) => {
    say(sayCalled(await callNext(id.value, key)))
    await loading.load()
  })
  const deed = useDeed(async (key, what: Step, g: Guest) => {
    say(await doStep(what, g, key))
    await loading.load()
  })

  let timer: ReturnType<typeof setInterval> | undefined
  const stop = () => { clearInterval(timer); timer = undefined }
  onShow(() => {
    if (id.value) void loading.load()
    stop()
    timer = setInterval(() => { if (isToday.value && !form.value && !loading.loading.value) void loading.load() }, every)
  })
  onHide(stop)
  onUnload(stop)
  onPullDownRefresh(() => { void loading.load() })

  return {
    id, form, loading, board, isToday, called, queue, calling, deed,
    finish: (g: Guest) => { form.value = finishForm(g, board.value?.service_name ?? '') },
    scan: async () => { form.value = await checkIn(() => { void loading.load() }) },
  }
}
