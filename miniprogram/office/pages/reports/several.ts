// One deed on several reports. Each is a request of its own, with its own key and result; a refusal stops no other.
import { computed, ref, shallowRef } from 'vue'
import { api } from '@linli/shared/api/client'
import { Fault, wordsOf } from '@linli/shared/api/fault'
import { newKey } from '@linli/shared/api/http'
import type { Report } from '@linli/shared/api/types'
import type { Form, Values } from '@linli/shared/work/form'

export interface Result { report: Report; state: 'waiting' | 'done' | 'refused' | 'unsure'; words: string }

const atOnce = 4

/** A run over several reports; `send` is the deed on one of them. */
export function useSeveral(changed: (id: string) => void) {
  const results = shallowRef<Result[]>([]), running = ref(false), title = ref('')
  const keys = new Map<string, string>()
  let sending: (r: Report, key: string) => Promise<unknown> = async () => {}

  const set = (id: string, state: Result['state'], words = '') => {
    results.value = results.value.map((one) => (one.report.id === id ? { ...one, state, words } : one))
  }
  async function one(r: Report): Promise<void> {
    const key = keys.get(r.id) ?? newKey()
    keys.set(r.id, key)
    try {
      await sending(r, key)
      set(r.id, 'done')
      changed(r.id)
    } catch (thrown) {
      set(r.id, thrown instanceof Fault && thrown.unsure ? 'unsure' : 'refused', wordsOf(thrown))
    }
  }
  async function work(queue: Report[]): Promise<void> {
    running.value = true
    const next = async (): Promise<void> => { for (let r = queue.shift(); r; r = queue.shift()) await one(r) }
    await Promise.all(Array.from({ length: atOnce }, next))
    running.value = false
  }
  /** Runs the deed on every report. */
  function start(name: string, reports: Report[], send: (r: Report, key: string) => Promise<unknown>): void {
    title.value = name
    sending = send
    keys.clear()
    results.value = reports.map((report) => ({ report, state: 'waiting', words: '' }))
    void work([...reports])
  }
  /** Repeats those whose result is not known, each with its key: nothing is done twice. */
  function again(): void {
    const left = results.value.filter((r) => r.state === 'unsure').map((r) => r.report)
    left.forEach((r) => set(r.id, 'waiting'))
    void work(left)
  }
  const counts = computed(() => ({
    done: results.value.filter((r) => r.state === 'done').length,
    refused: results.value.filter((r) => r.state === 'refused').length,
    unsure: results.value.filter((r) => r.state === 'unsure').length,
  }))
  return { results, running, title, counts, start, again, clear: () => { results.value = [] } }
}

/** A form of the desk's for several reports at once; `run` gets what was filled in. */
type Run = (v: Values) => (r: Report, key: string) => Promise<unknown>
interface Shared { name: string; form: (reports: Report[], run: (send: (r: Report, key: string) => Promise<unknown>) => void) => Promise<Form> }

const words = (v: Values) => v.words.trim() || undefined

async function formOf(title: string, reports: Report[], fields: Form['fields'], run: (send: ReturnType<Run>) => void, send: Run, more: Partial<Form> = {}): Promise<Form> {
  return { title: `${title} ${reports.length} 件`, go: title, fields, ...more, send: async (v) => { run(send(v)) } }
}

export const severalDeeds: Shared[] = [
  {
    name: '受理',
    form: (reports, run) => formOf('受理', reports, [
      { kind: 'words', name: 'words', label: '给居民说一句', hint: '可以不写，每件都发这一句', rows: 2 },
    ], run, (v) => (r, key) => api.post('/staff/reports/{id}/accept', { id: r.id }, { category: r.category, urgent: r.urgent, words: words(v) }, key), { note: '类别和紧急程度各按原来的。' }),
  },
  {
    name: '交办',
    form: async (reports, run) => {
      const { items } = await api.get('/staff/reports/{id}/holders', { id: reports[0].id })
      return formOf('交办', reports, [
        { kind: 'choice', name: 'to', label: '交给谁', must: true, options: items.map((c, i) => ({ value: String(i), name: c.name, sub: c.way_name })) },
        { kind: 'words', name: 'words', label: '交代一句', hint: '可以不写', rows: 2 },
      ], run, (v) => {
        const { kind, person_id, role, area_id, org_id } = items[Number(v.to)]
        return (r, key) => api.post('/staff/reports/{id}/assign', { id: r.id }, { to: { kind, person_id, role, area_id, org_id }, words: words(v) }, key)
      }, { note: `可选的是“${reports[0].number}”能交给的。别的件不能交给他的，会逐件说明。` })
    },
  },
  {
    name: '回复',
    form: async (reports, run) => formOf('回复', reports, [
      { kind: 'words', name: 'words', label: '想说的话', must: true, rows: 4, ready: (await api.get('/staff/templates', {})).items },
    ], run, (v) => (r, key) => api.post('/staff/reports/{id}/reply', { id: r.id }, { words: v.words.trim(), file_ids: [] }, key), { note: '每位反映人都收到同样的话。' }),
  },
  {
    name: '并案',
    form: (reports, run) => formOf('并案', reports, [
      { kind: 'choice', name: 'into', label: '主件', must: true, value: reports[0].id, options: reports.map((r) => ({ value: r.id, name: `${r.number} ${r.title}`, sub: r.state_name })) },
      { kind: 'words', name: 'words', label: '附一句', hint: '可以不写', rows: 2 },
    ], run, (v) => (r, key) => (r.id === v.into ? Promise.resolve() : api.post('/staff/reports/{id}/merge', { id: r.id }, { into_id: v.into, words: words(v) }, key)), { note: '是同一件事才并案。反映人各自保留，结果一起告诉他们；并错了可以取消。' }),
  },
]

