// The month of somebody (月报): the months to choose from, and the forms of what is said about one.
import { api } from '../api/client'
import { dayOf, now, sayDay } from '../util/time'
import type { Form } from './form'

export type Month = Awaited<ReturnType<typeof readMonth>>
export type MonthDay = Month['days'][number]

const optional = (v: string) => v || undefined

/** A month; without a person my own, without a community my first one. */
export const readMonth = (community: string, person: string, month: string) =>
  api.get('/staff/month', { community_id: optional(community), person_id: optional(person), month })

/** Last month, this month and the year (年末考核). */
export function monthsNow(): { value: string; name: string }[] {
  const today = dayOf(now())
  const [year, month] = today.split('-').map(Number)
  const last = month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`
  return [{ value: last, name: '上月' }, { value: today.slice(0, 7), name: '本月' }, { value: String(month === 1 ? year - 1 : year), name: '年度' }]
}

/** The lines that can be disputed: days that have a state, and kinds of work. */
const linesOf = (m: Month) => [
  ...m.kinds.map((k) => ({ value: `kind:${k.kind}`, name: `${k.name} ${k.lines}` })),
  ...m.days.filter((d) => d.state !== 'none').map((d) => ({ value: `day:${d.day}`, name: `${sayDay(d.day)} ${d.state_name}` })),
]

const short = (v: string) => (v.trim().length < 2 ? '请写 2 至 200 字' : '')

export const confirmForm = (m: Month): Form => ({
  title: `确认${m.month_name}月报`, about: `${m.community_id}:${m.month}`, go: '确认', said: '已确认', note: m.said,
  fields: [{ kind: 'words', name: 'words', label: '用自己的话说说这个月（可不写）', rows: 3, most: 200, value: m.words }],
  send: (v, key) => api.post('/staff/month/confirm', {}, { community_id: m.community_id, month: m.month, words: v.words.trim() }, key),
})

export const disputeForm = (m: Month): Form => ({
  title: '哪一行不对', about: `${m.community_id}:${m.month}`, go: '提出', said: '已提出，上级会答复',
  fields: [
    { kind: 'choice', name: 'line', label: '哪一行', must: true, options: linesOf(m) },
    { kind: 'words', name: 'words', label: '哪里不对', must: true, rows: 3, most: 200 },
  ],
  check: (v) => short(v.words),
  send: (v, key) => api.post('/staff/month/dispute', {}, { community_id: m.community_id, month: m.month, line: v.line, words: v.words.trim() }, key),
})

export const explainForm = (m: Month, d: MonthDay): Form => ({
  title: `${sayDay(d.day)}没有记录，说明原因`, about: `${m.community_id}:${d.day}`, go: '说明', said: '写上了',
  fields: [
    { kind: 'choice', name: 'reason', label: '原因', must: true, options: m.reasons.map((r) => ({ value: r.key, name: r.name })) },
    { kind: 'words', name: 'words', label: '说明（选“其他”要写）', rows: 2, most: 200 },
  ],
  check: (v) => (v.reason === 'other' && !v.words.trim() ? '请写明原因' : ''),
  send: (v, key) => api.post('/staff/month/explain', {}, { community_id: m.community_id, day: d.day, reason: v.reason, words: v.words.trim() }, key),
})

export const answerForm = (m: Month, line: string, name: string): Form => ({
  title: `答复${m.person_name}：${name}`, about: `${m.person_id}:${m.month}:${line}`, go: '答复', said: '已答复',
  fields: [{ kind: 'words', name: 'words', label: '答复', must: true, rows: 3, most: 200 }],
  check: (v) => short(v.words),
  send: (v, key) => api.post('/staff/month/answer', {}, { community_id: m.community_id, person_id: m.person_id, month: m.month, line, words: v.words.trim() }, key),
})
