// One open session: its residents, and the most frequent steps.
import { computed, ref, shallowRef } from 'vue'
import { onHide, onPullDownRefresh, onShow, onUnload } from '@dcloudio/uni-app'
import { api } from '@linli/shared/api/client'
import { say, useDeed } from '@linli/shared/use/deed'
import { useLoad } from '@linli/shared/use/load'
import { dayOf, now } from '@linli/shared/util/time'
import { checkIn } from '../../ui/checkin'
import type { Form } from '@linli/shared/work/form'
import { finishForm, nameOf, type Guest } from './guest'

const every = 20_000 // ms; colleagues call and check in too

export function useSession() {
  const id = ref(''), form = shallowRef<Form>()
  const loading = useLoad(() => api.get('/staff/sessions/{id}', { id: id.value }))
  const board = computed(() => loading.data.value)
  const isToday = computed(() => board.value?.session.day === dayOf(now()))
  const called = computed(() => board.value?.seated.filter((g) => g.state === 'called') ?? [])
  /** The residents who are here and wait, in the order of calling. */
  const queue = computed(() => (board.value?.queue ?? []).map((one) => board.value!.seated.find((g) => g.id === one)).filter((g): g is Guest => !!g))

  const calling = useDeed(async (key) => {
    const b = await api.post('/staff/sessions/{id}/call', { id: id.value }, undefined, key)
    say(`请 ${b.number} 号 ${b.person_name || '居民'}`)
    await loading.load()
  })
  const deed = useDeed(async (key, what: 'arrive' | 'recall' | 'miss', g: Guest) => {
    if (what === 'arrive') await api.post('/staff/check-in', {}, { booking_id: g.id }, key)
    else if (what === 'recall') await api.post('/staff/bookings/{id}/recall', { id: g.id }, undefined, key)
    else await api.post('/staff/bookings/{id}/miss', { id: g.id }, undefined, key)
    say({ arrive: `${nameOf(g)} 到了`, recall: '又叫了一次', miss: '已记为未到' }[what])
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
