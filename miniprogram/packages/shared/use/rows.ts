import { getCurrentInstance, onMounted, onUnmounted, ref, shallowRef } from 'vue'
import type { Form } from '../work/form'
import { confirm, say, useDeed } from './deed'

/** Something that can be done with a row of a list: after a form, after a question, or at once. */
export interface RowDeed {
  /** What the button says. */
  title: string
  icon?: string
  kind?: 'main' | 'soft' | 'bad'
  /** The form. Without it, `run` runs: after the question `sure` if there is one. */
  form?: () => Form | Promise<Form>
  /** What the form offers may be gone: it is made again on news. */
  again?: boolean
  sure?: { title: string; text: string; yes: string; no?: string }
  run?: (key: string) => Promise<unknown>
  /** A mini-program first asks for consent to messages about it. */
  consent?: boolean
  /** The text after `run`. */
  said?: string
}

/** Does the deeds of rows; `done` is called after each. `form` is the form that is open. */
export function useRowDeeds(done: () => unknown) {
  const form = shallowRef<Form>(), doing = ref('')
  let open: RowDeed | undefined
  const deed = useDeed(async (key, d: RowDeed) => {
    if (d.form) { form.value = await d.form(); open = d; return }
    await d.run?.(key)
    if (d.said) say(d.said)
    await done()
  })
  /** Begins a deed; `row` tells the buttons of several rows apart. */
  async function begin(d: RowDeed, row = ''): Promise<void> {
    if (d.sure && !(await confirm(d.sure.title, d.sure.text, d.sure.yes, d.sure.no))) return
    if (deed.busy.value) return
    doing.value = `${row} ${d.title}`
    await deed.run(d)
    doing.value = ''
  }
  const isDoing = (d: RowDeed, row = ''): boolean => doing.value === `${row} ${d.title}`
  const closed = () => { form.value = open = undefined }
  async function renew(): Promise<void> {
    const d = open
    if (!d?.again || !form.value) return
    const now = await d.form!()
    if (open === d) form.value = now
  }
  const hear = () => { renew().catch(() => {}) } // without an answer the form stays as it is
  if (getCurrentInstance()) {
    onMounted(() => uni.$on('news', hear))
    onUnmounted(() => uni.$off('news', hear))
  }
  return { form, busy: deed.busy, begin, isDoing, closed }
}
