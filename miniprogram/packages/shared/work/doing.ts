// The open report's deeds: their forms, and what happened to the report while one is open.
import { ref, shallowRef, watch, type Ref } from 'vue'
import { wordsOf } from '../api/fault'
import type { ReportDetail } from '../api/types'
import { say, useDeed } from '../use/deed'
import { deedsFor, titleOf } from './deeds'
import { optionOf, type Deed } from './deeds/deed'
import type { Form } from './form'

/** Runs deeds on the shown report; `changed` is called after each. */
export function useDeeds(report: Ref<ReportDetail | undefined>, changed: () => Promise<void>) {
  const form = shallowRef<Form>(), news = ref<string[]>([]), doing = shallowRef<Deed>(), preparing = ref('')

  const running = useDeed(async (key, d: Deed) => {
    const r = report.value!
    await d.run!(r, key)
    say(`已${titleOf(d, r)}`)
    await changed()
  })
  /** Runs a deed at once, opens its page, or opens its form; a name finds the deed among those that are open to me. */
  async function begin(which: Deed | string): Promise<void> {
    const r = report.value
    if (!r || preparing.value) return
    const { main, more } = deedsFor(r)
    const d = typeof which === 'string' ? [...main, ...more].find((one) => one.name === which) : which
    if (!d) return
    if (d.go) return d.go(r)
    if (d.run) return void running.run(d)
    doing.value = d
    await set(d.form!(r), d.name)
  }
  /** Shows a form that may have to be fetched. */
  async function set(what: Form | Promise<Form>, name = ''): Promise<Form | undefined> {
    if (name === '') doing.value = undefined
    preparing.value = name || 'form'
    try {
      return (form.value = await what)
    } catch (thrown) {
      say(wordsOf(thrown))
    } finally {
      preparing.value = ''
    }
  }
  /** Rebuilds the open form when the report has changed meanwhile, and shows the reason; typed texts stay. */
  watch(report, async (now, before) => {
    const d = doing.value, fresh = (now?.events ?? []).slice(before?.events?.length ?? 0)
    if (!now || !before || now.id !== before.id || !d || !form.value || !fresh.length) return
    news.value = [...news.value, ...fresh.map((e) => `${e.by} ${e.title}${e.text ? `：${e.text}` : ''}`)]
    if (!now.work?.can.includes(optionOf(d))) return void news.value.push(`现在不能“${titleOf(d, now)}”了。您写的还留着。`)
    try {
      const again = await d.form!(now)
      if (form.value && doing.value === d) form.value = again
    } catch {
      // Without a network the form stays unchanged.
    }
  })
  function closed(): void {
    form.value = doing.value = undefined
    news.value = []
  }
  return { form, news, doing, preparing, busy: running.busy, begin, closed, set, done: () => { void changed() } }
}
