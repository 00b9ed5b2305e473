// Whom staff call back, whom they ask, and how satisfied people are.
import { api } from '../api/client'
import type { FollowUpCall, Satisfaction, ToAsk } from '../api/types'
import type { Tone } from '../ui/states'
import type { RowDeed } from '../use/rows'
import { sayTime } from '../util/time'
import type { Form } from './form'
import { phoneForm } from './phone'

/** 1 满意, 2 一般, 3 不满意: the numbers that people answer in the chat. */
export const marks = [{ value: '1', name: '满意' }, { value: '2', name: '一般' }, { value: '3', name: '不满意' }]

export const calls = { fetch: (cursor: string) => api.get('/staff/follow-ups', { cursor: cursor || undefined }), empty: '没有要回访的' }
export const toAsk = { fetch: (cursor: string) => api.get('/staff/feedback', { cursor: cursor || undefined }), empty: '没有要当面问或打电话问的' }

/** 王奶奶，理发: whom a button means. */
export const sayCall = (c: FollowUpCall): string => [c.name, c.title].filter(Boolean).join('，')

export function dueOf(c: FollowUpCall): { text: string; tone: Tone } {
  if (c.late) return { text: '已超时', tone: 'bad' }
  return c.due_at ? { text: `${sayTime(c.due_at)} 前`, tone: 'wait' } : { text: '没有评价', tone: 'off' }
}

const calledForm = (c: FollowUpCall): Form => ({
  title: '登记回访', about: c.id, go: '登记', said: '已登记', note: sayCall(c),
  fields: [{ kind: 'words', name: 'words', label: '怎么说的', must: true, rows: 3, most: 200, ready: [{ name: '已说明', text: '已说明情况，居民理解。' }, { name: '已改正', text: '已道歉并改正。' }, { name: '没接', text: '打了三次都没有接。' }] }],
  check: (v) => (v.words.trim().length < 2 ? '请写明回访情况' : ''),
  send: (v, key) => api.post('/staff/follow-ups/{id}/called', { id: c.id }, { words: v.words.trim() }, key),
})

/** What can be done with a call; one about a report is noted in the report. */
export const callDeeds = (c: FollowUpCall): RowDeed[] => (c.source === 'report' ? [] : [
  { title: '登记回访', icon: 'check', kind: 'main', form: () => calledForm(c) },
  ...(c.name ? [{ title: '查看电话', icon: 'phone', kind: 'soft' as const, form: () => phoneForm((reason) => api.post('/staff/feedback/{id}/phone', { id: c.about_id }, { reason }), c.name, c.id) }] : []),
])

const enterForm = (a: ToAsk): Form => ({
  title: '代填评价', about: a.id, go: '登记', said: '已登记', note: `${a.name || '没有留姓名'}：${a.title}`,
  fields: [
    { kind: 'choice', name: 'way', label: '怎么问的', must: true, value: a.has_phone ? 'phone' : 'counter', options: [{ value: 'phone', name: '打电话' }, { value: 'counter', name: '当面' }] },
    { kind: 'choice', name: 'mark', label: '怎么样', must: true, options: marks },
    { kind: 'many', name: 'chips', label: '哪里可以更好', options: a.offers.map((o) => ({ value: o.code, name: o.name })), when: (v) => Number(v.mark) > 1 },
    { kind: 'words', name: 'words', label: '说了什么', rows: 2, most: 200, hint: '可以不写' },
  ],
  check: (v) => (v.mark ? '' : '请选满意、一般或不满意'),
  send: (v, key) => api.post('/staff/feedback/{id}', { id: a.id }, { mark: Number(v.mark) as 1 | 2 | 3, way: v.way, chips: Number(v.mark) > 1 ? v.chips : [], words: v.words.trim() }, key),
})

export const askDeeds = (a: ToAsk): RowDeed[] => [
  { title: '代填评价', icon: 'edit', kind: 'main', form: () => enterForm(a) },
  ...(a.has_phone ? [{ title: '查看电话', icon: 'phone', kind: 'soft' as const, form: () => phoneForm((reason) => api.post('/staff/feedback/{id}/phone', { id: a.id }, { reason }), a.name, a.id) }] : []),
]

/** A service with its months, the newest first. */
export interface Service { key: string; kind: string; title: string; months: Satisfaction[] }

export function byService(all: Satisfaction[]): Service[] {
  const services = new Map<string, Service>()
  for (const f of all) {
    const key = `${f.kind} ${f.service_id} ${f.sort}`
    if (!services.has(key)) services.set(key, { key, kind: f.kind_name, title: f.title, months: [] })
    services.get(key)!.months.unshift(f)
  }
  return [...services.values()]
}

export const satisfactionOf = async (community: string): Promise<Service[]> => byService((await api.get('/staff/communities/{id}/satisfaction', { id: community, months: 12 })).items)

export const sayMonth = (f: Satisfaction): string => `${Number(f.month.slice(0, 4))}年${Number(f.month.slice(5))}月`
export const sayFigure = (f: Satisfaction): string => (f.few ? `问了 ${f.asked} 人，不到 10 份，不显示` : `满意 ${f.percent}%，${f.answered} 份：满意 ${f.good}，一般 ${f.fair}，不满意 ${f.poor}`)
export const satisfactionNote = '居民答的，不是打分。一个月不到 10 份的不显示，不看个人。'
