// A report that staff enter for a caller or visitor (代录), or of what they saw themselves (巡查发现).
import { api } from '../api/client'
import { Fault } from '../api/fault'
import type { components, Report } from '../api/types'
import { say } from '../use/deed'
import { answersOf } from './categories'
import type { Field, Form, Option, Values } from './form'

type Question = components['schemas']['CategoryQuestion']
type Matter = Option & { questions: Question[] }

export const entrySources = [{ value: 'patrol', name: '自己看到', icon: 'camera' }, { value: 'counter', name: '窗口', icon: 'user' }, { value: 'call', name: '电话', icon: 'phone' }, { value: 'reception', name: '接待', icon: 'chat' }, { value: 'collect', name: '入户采集', icon: 'home' }, { value: 'partner', name: '12345、信访等转来', icon: 'merge' }]

/** Staff saw it themselves: there is no caller. */
export const own = (v: Values): boolean => v.source === 'patrol'

/** It was said to a delegate or a leader who receives residents. */
export const received = (v: Values): boolean => v.source === 'reception'

/** It was said there without a name. */
export const nameless = (v: Values): boolean => received(v) && !!v.nameless

/** A partner passed it on, with its number there. */
export const passed = (v: Values): boolean => v.source === 'partner'

/** Sends what was filled in; `area` is the chosen place. Says and returns what was entered, or the report that has the number already; throws a Fault. */
export async function sendEntered(v: Values, key: string): Promise<Report> {
  try {
    const made = await post(v, key)
    say(`已录入：${made.number}`)
    return made
  } catch (thrown) {
    const first = thrown instanceof Fault && thrown.code === 'report.entered' ? await entered(v.external.trim(), v.partner) : undefined
    if (!first) throw thrown
    say(`这个编号已经登记为 ${first.number}，给您打开了`)
    return first
  }
}

/** The report of a partner's number, if I handle it. */
async function entered(number: string, partner: string): Promise<Report | undefined> {
  try {
    return (await api.get('/staff/reports/find', { number })).items.find((r) => r.partner === partner)
  } catch {
    return undefined
  }
}

const post = (v: Values, key: string): Promise<Report> =>
  api.post('/staff/reports', {}, {
    source: v.source, external_no: passed(v) ? v.external.trim() : undefined, partner: passed(v) ? v.partner : undefined,
    host_id: received(v) ? v.host || '' : undefined, nameless: nameless(v) || undefined,
    name: own(v) || nameless(v) ? undefined : v.name.trim(), phone: own(v) || nameless(v) ? undefined : v.phone.trim() || undefined, text: v.text.trim(), file_ids: v.file_ids, place: v.place.trim() || undefined,
    area_id: v.area?.id ?? '', category: v.category || undefined, urgent: v.urgent || undefined, answers: Array.isArray(v.answers) ? v.answers : undefined,
  }, key)

/** What is still missing, or "". */
export const lacksOf = (v: Values, photos: number): string =>
  passed(v) && !v.partner ? '请选择是哪个单位转来的' : passed(v) && !v.external.trim() ? '请填写原系统编号' : !own(v) && !nameless(v) && !v.name.trim() ? '请填写反映人的姓名' : !v.text.trim() && !photos ? '请写下什么事，或附张照片' : !v.area && !v.place.trim() ? '请选择或写下地点' : ''

/** The name of the field for a question of a category. */
const nameOf = (c: Matter, q: Question) => `${c.value} ${q.text}`

/** What a category asks besides; the fields are shown when it is chosen. */
const asked = (c: Matter): Field[] => c.questions.map((q): Field => {
  const one = { name: nameOf(c, q), label: q.text, when: (v: Values) => v.category === c.value, note: '不答也行，答了办得快些。' }
  return q.kind === 'words' ? { ...one, kind: 'words', most: 60 } : { ...one, kind: 'choice', optional: true, options: (q.kind === 'yes_no' ? ['是', '否'] : q.choices ?? []).map((o) => ({ value: o, name: o })) }
})

/** The answers to what the chosen category asks. */
const said = (v: Values, categories: Matter[]) => {
  const c = categories.find((one) => one.value === v.category)
  return c ? answersOf(c.questions, Object.fromEntries(c.questions.map((q) => [q.text, String(v[nameOf(c, q)] ?? '')]))) : {}
}

/** The form of the desk. */
export function entryForm({ categories, partners, hosts }: { categories: Matter[]; partners: Option[]; hosts: Option[] }, community: string, done: (r: Report) => void): Form {
  return {
    title: '代录事件', go: '提交',
    fields: [
      { kind: 'choice', name: 'source', label: '从哪里来', value: 'call', options: entrySources },
      { kind: 'choice', name: 'partner', label: '哪个单位', options: partners, when: passed },
      { kind: 'words', name: 'external', label: '原系统编号', hint: '例如 12345 工单号、信访件编号', most: 40, when: passed },
      { kind: 'choice', name: 'host', label: '向谁说的（可不选）', options: hosts, optional: true, when: (v) => received(v) && hosts.length > 0 },
      { kind: 'check', name: 'nameless', label: '不留姓名', note: '不留姓名的，答复不能发给他。', when: received },
      { kind: 'words', name: 'name', label: '反映人', must: true, hint: '例如 王先生', most: 20, when: (v) => !own(v) && !nameless(v) },
      { kind: 'words', name: 'phone', label: '手机号', hint: '有手机号，他以后能在微信里看进展', most: 20, when: (v) => !own(v) && !nameless(v) },
      { kind: 'words', name: 'text', label: '情况', rows: 4, most: 1000, hint: '把他的话，或者看到的写下来' },
      { kind: 'area', name: 'area', label: '在哪里', kinds: ['community', 'grid', 'building', 'unit'], community },
      { kind: 'words', name: 'place', label: '具体位置', most: 100, hint: '例如 3号楼北侧车位' },
      { kind: 'photos', name: 'file_ids', label: '照片' },
      { kind: 'choice', name: 'category', label: '类别', options: categories, optional: true, note: '不选，系统按上面的话猜。' },
      ...categories.flatMap(asked),
      { kind: 'check', name: 'urgent', label: '紧急：有危险，2 小时办好' },
    ],
    check: (v) => lacksOf(v, v.file_ids.length),
    send: async (v, key) => done(await sendEntered({ ...v, ...said(v, categories) }, key)),
  }
}
