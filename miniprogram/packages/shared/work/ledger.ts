// Ledgers (台账): their periods, their form, and the export.
import { api } from '../api/client'
import { openDocument } from '../util/document'
import { later } from '../util/time'
import { today, type Field, type Form, type Values } from './form'

export type Kind = 'reports' | 'bookings' | 'members' | 'homes' | 'posts' | 'places' | 'estates' | 'work' | 'visits' | 'meals' | 'orders' | 'pay' | 'patrols' | 'uses' | 'guide' | 'satisfaction' | 'mediations'

export const ledgerNames: Record<Kind, string> = { reports: '事件台账', bookings: '预约台账', members: '党员台账', homes: '住户台账', posts: '任职台账', places: '场所台账', estates: '小区台账', work: '工作台账', visits: '走访台账', meals: '助餐台账', orders: '上门台账', pay: '薪酬依据', patrols: '巡查台账', uses: '场地借用台账', guide: '事项台账', satisfaction: '满意度台账', mediations: '调解统计' }
export const periods = [{ value: 'month', name: '本月' }, { value: 'last', name: '上月' }, { value: 'year', name: '今年' }, { value: 'own', name: '自己选' }]

/** The days of a period; of `own`, the given ones. */
export function spanOf(period: string, own: { from: string; to: string }): { from: string; to: string } {
  const day = today(), first = `${day.slice(0, 8)}01`
  if (period === 'last') { const end = later(first, -1); return { from: `${end.slice(0, 8)}01`, to: end } }
  if (period === 'year') return { from: `${day.slice(0, 5)}01-01`, to: day }
  return period === 'own' ? own : { from: first, to: day }
}

/** The kinds of areas of a ledger: bookings belong to a community, not to a grid or a building. */
export const areasOf = (kind: Kind) => (kind === 'bookings' || kind === 'pay' || kind === 'guide' || kind === 'satisfaction' ? ['street', 'community'] as const : ['street', 'community', 'grid', 'building'] as const)

/** Members, households, places, estates and items are those of today. */
const ofToday = (kind: Kind): boolean => kind === 'members' || kind === 'homes' || kind === 'places' || kind === 'estates' || kind === 'guide'

const addresses = { reports: '/staff/ledgers/reports', bookings: '/staff/ledgers/bookings', members: '/staff/ledgers/members', homes: '/staff/ledgers/homes', posts: '/staff/ledgers/posts', places: '/staff/ledgers/places', estates: '/staff/ledgers/estates', work: '/staff/ledgers/work', visits: '/staff/ledgers/visits', meals: '/staff/ledgers/meals', orders: '/staff/ledgers/orders', pay: '/staff/ledgers/pay', patrols: '/staff/ledgers/patrols', uses: '/staff/ledgers/uses', guide: '/staff/ledgers/guide', satisfaction: '/staff/ledgers/satisfaction', mediations: '/staff/ledgers/mediations' } as const

/** What is still missing, or "". */
export function lacksOf(v: Values): string {
  const { from, to } = spanOf(v.period, { from: v.from, to: v.to })
  return !from || !to ? '请选择时间' : v.reason.trim().length < 2 ? '请写明为什么导出' : ''
}

/** Exports a ledger and opens it as a workbook; throws a Fault. */
export async function exportLedger(kind: Kind, v: Values): Promise<void> {
  const { from, to } = ofToday(kind) ? { from: today(), to: today() } : spanOf(v.period, { from: v.from, to: v.to })
  const body = { from, to, area_id: v.area?.id ?? '', reason: v.reason.trim(), reveal: v.reveal, ...(kind === 'reports' ? { category: v.category } : {}) }
  await openDocument(() => api.bytes(addresses[kind], {}, body), `${ledgerNames[kind]}-${from}至${to}.xlsx`)
}

const periodFields: Field[] = [
  { kind: 'choice', name: 'period', label: '哪一段时间', value: 'month', options: periods },
  { kind: 'day', name: 'from', label: '从哪天', must: true, when: (v) => v.period === 'own' },
  { kind: 'day', name: 'to', label: '到哪天', must: true, when: (v) => v.period === 'own' },
]

/** The form of the desk. */
export const ledgerForm = (kind: Kind, categories: { value: string; name: string }[]): Form => ({
  title: `导出${ledgerNames[kind]}`, go: '导出', said: '已导出', note: '导出成 Excel。谁导出的、为什么，都会留下记录。',
  fields: [
    ...(ofToday(kind) ? [] : periodFields),
    { kind: 'area', name: 'area', label: '区域', kinds: [...areasOf(kind)], note: '不选就是您的全部范围。' },
    ...(kind === 'reports' ? [{ kind: 'choice' as const, name: 'category', label: '类别', options: categories, optional: true, note: '不选就是全部。' }] : []),
    { kind: 'words', name: 'reason', label: '为什么导出', must: true, most: 100, hint: '例如：月度考核' },
    { kind: 'check', name: 'reveal', label: '要完整的手机号，另外登记' },
  ],
  check: lacksOf,
  send: (v) => exportLedger(kind, v),
})
