// Ledgers (台账): their periods, their form, and the export.
import { api } from '../api/client'
import type { components } from '../api/types'
import { openDocument } from '../util/document'
import { later } from '../util/time'
import { today, type Field, type Form, type Values } from './form'

export type Kind = components['schemas']['LedgerKind']

/** What a ledger is called, who alone exports it, whether it has whole communities only, and whether it is of today. */
interface Ledger { name: string; for?: 'keep' | 'street'; whole?: true; today?: true }

/** In the order of the page; one a line. */
export const ledgers: Record<Kind, Ledger> = {
  reports: { name: '事件台账' },
  homes: { name: '住户台账', for: 'keep', today: true },
  members: { name: '党员台账', for: 'keep', today: true },
  visits: { name: '走访台账', for: 'keep' },
  meals: { name: '助餐台账', for: 'keep' },
  orders: { name: '上门台账', for: 'keep' },
  errands: { name: '代办台账', for: 'keep', whole: true },
  counters: { name: '窗口台账', whole: true },
  posts: { name: '任职台账' },
  places: { name: '场所台账', today: true },
  guide: { name: '事项台账', whole: true, today: true },
  estates: { name: '小区台账', today: true },
  work: { name: '工作台账' },
  pay: { name: '薪酬依据', for: 'street', whole: true },
  patrols: { name: '巡查台账' },
  uses: { name: '场地借用台账' },
  satisfaction: { name: '满意度台账', whole: true },
  mediations: { name: '调解统计' },
  bookings: { name: '预约台账', whole: true },
}
export const periods = [{ value: 'month', name: '本月' }, { value: 'last', name: '上月' }, { value: 'year', name: '今年' }, { value: 'own', name: '自己选' }]

/** The days of a period; of `own`, the given ones. */
export function spanOf(period: string, own: { from: string; to: string }): { from: string; to: string } {
  const day = today(), first = `${day.slice(0, 8)}01`
  if (period === 'last') { const end = later(first, -1); return { from: `${end.slice(0, 8)}01`, to: end } }
  if (period === 'year') return { from: `${day.slice(0, 5)}01-01`, to: day }
  return period === 'own' ? own : { from: first, to: day }
}

/** The kinds of areas of a ledger: what has no smaller place belongs to a community, not to a grid or a building. */
export const areasOf = (kind: Kind) => (ledgers[kind].whole ? ['street', 'community'] as const : ['street', 'community', 'grid', 'building'] as const)

/** What is still missing, or "". */
export function lacksOf(v: Values): string {
  const { from, to } = spanOf(v.period, { from: v.from, to: v.to })
  return !from || !to ? '请选择时间' : v.reason.trim().length < 2 ? '请写明为什么导出' : ''
}

/** Exports a ledger and opens it as a workbook; throws a Fault. */
export async function exportLedger(kind: Kind, v: Values): Promise<void> {
  const { from, to } = ledgers[kind].today ? { from: today(), to: today() } : spanOf(v.period, { from: v.from, to: v.to })
  const body = { from, to, area_id: v.area?.id ?? '', reason: v.reason.trim(), reveal: v.reveal, ...(kind === 'reports' ? { category: v.category } : {}) }
  await openDocument(() => api.bytes(`/staff/ledgers/${kind}`, {}, body), `${ledgers[kind].name}-${from}至${to}.xlsx`)
}

const periodFields: Field[] = [
  { kind: 'choice', name: 'period', label: '哪一段时间', value: 'month', options: periods },
  { kind: 'day', name: 'from', label: '从哪天', must: true, when: (v) => v.period === 'own' },
  { kind: 'day', name: 'to', label: '到哪天', must: true, when: (v) => v.period === 'own' },
]

/** The form of the desk. */
export const ledgerForm = (kind: Kind, categories: { value: string; name: string }[]): Form => ({
  title: `导出${ledgers[kind].name}`, go: '导出', said: '已导出', note: '导出成 Excel。谁导出的、为什么，都会留下记录。',
  fields: [
    ...(ledgers[kind].today ? [] : periodFields),
    { kind: 'area', name: 'area', label: '区域', kinds: [...areasOf(kind)], note: '不选就是您的全部范围。' },
    ...(kind === 'reports' ? [{ kind: 'choice' as const, name: 'category', label: '类别', options: categories, optional: true, note: '不选就是全部。' }] : []),
    { kind: 'words', name: 'reason', label: '为什么导出', must: true, most: 100, hint: '例如：月度考核' },
    { kind: 'check', name: 'reveal', label: '要完整的手机号，另外登记' },
  ],
  check: lacksOf,
  send: (v) => exportLedger(kind, v),
})
