// Special funds of a street (专项资金): what was allotted, and what it was used for. The register pays nobody.
import { api } from '../api/client'
import { dayOf, now } from '../util/time'
import type { Form } from './form'

export type Fund = Awaited<ReturnType<typeof fundsOf>>[number]

export const fundsOf = async (year: string) => (await api.get('/staff/funds', { year })).items

/** An amount in words: 1234.50 元. */
export const sayYuan = (fen: number): string => `${(fen / 100).toFixed(2)} 元`

/** The amount in 分 of what somebody typed in yuan; NaN for no amount. Text, not a float, decides the 分. */
export function fenOf(typed: string): number {
  const found = /^(-?)(\d{1,9})(?:\.(\d{1,2}))?$/.exec(typed.trim())
  if (!found) return NaN
  const fen = Number(found[2]) * 100 + Number((found[3] ?? '').padEnd(2, '0'))
  return found[1] ? -fen : fen
}

export const fundForm = (year: string): Form => ({
  title: `登记${year}年专项资金`, about: year, go: '登记', said: '已登记',
  fields: [
    { kind: 'words', name: 'title', label: '资金名称', must: true, most: 30, hint: '例如：党建工作经费' },
    { kind: 'words', name: 'basis', label: '依据（文件或文号）', must: true, most: 40 },
    { kind: 'words', name: 'amount', label: '下达多少元', must: true, most: 12, type: 'digit' },
  ],
  check: (v) => (fenOf(v.amount) > 0 ? '' : '请填写金额，最多两位小数'),
  send: (v, key) => api.post('/staff/funds', {}, { year: Number(year), title: v.title.trim(), basis: v.basis.trim(), allotted_fen: fenOf(v.amount) }, key),
})

export const fundUseForm = (f: Fund): Form => ({
  title: `登记使用：${f.title}`, about: f.id, go: '登记', said: '已登记', note: `余额 ${sayYuan(f.balance_fen)}`,
  fields: [
    { kind: 'words', name: 'words', label: '用在哪里', must: true, rows: 2, most: 100, hint: '例如：购买宣传展板' },
    { kind: 'words', name: 'amount', label: '多少元（冲回以前登记的，填负数）', must: true, most: 13 },
    { kind: 'choice', name: 'month', label: '哪个月', must: true, value: latest(f.year), options: monthsOf(f.year).map((m) => ({ value: m, name: `${Number(m.slice(5))}月` })) },
  ],
  check: (v) => (fenOf(v.amount) ? '' : '请填写金额，最多两位小数'),
  send: (v, key) => api.post('/staff/funds/{id}/uses', { id: f.id }, { month: v.month, words: v.words.trim(), amount_fen: fenOf(v.amount) }, key),
})

/** The months of a year that have begun. */
function monthsOf(year: number): string[] {
  const today = dayOf(now()).slice(0, 7)
  return Array.from({ length: 12 }, (_, i) => `${year}-${String(i + 1).padStart(2, '0')}`).filter((m) => m <= today)
}

const latest = (year: number): string => monthsOf(year).at(-1) ?? ''
