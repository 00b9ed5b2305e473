// The figures of a month: how services were used (服务用量), and how orgs and posts dealt with reports (考评数据).
import { api } from '../api/client'
import type { components } from '../api/types'
import { later } from '../util/time'

export type Usage = components['schemas']['Usage']
export type Appraisal = components['schemas']['Appraisal']
export type Figure = Appraisal['figures'][number]

/** The month before or after a month: 2026-11. */
export const nextMonth = (month: string, by: 1 | -1): string => later(`${month}-01`, by > 0 ? 32 : -1).slice(0, 7)

/** The use of the services of a community. Throws a Fault. */
export const usageOf = async (community: string, month: string): Promise<Usage[]> =>
  (await api.get('/staff/communities/{id}/usage', { id: community, from: `${month}-01`, to: later(`${nextMonth(month, 1)}-01`, -1) })).items

/** The share of places that were taken, in percent. */
export const shareOf = (u: Usage): number => (u.places ? Math.min(100, Math.round((u.taken / u.places) * 100)) : 0)

export const countsOf = (u: Usage): { n: number; name: string }[] => [
  { n: u.sessions_held, name: '办了几场' }, { n: u.sessions_cancelled, name: '取消几场' }, { n: u.no_shows, name: '爽约' },
  { n: u.waitlisted, name: '候补' }, { n: u.from_waitlist, name: '候补约上' }, { n: u.cancelled, name: '退了' },
]

/** The figures of a community, or without one those of my org or post. Throws a Fault. */
export const appraisalOf = async (community: string | undefined, month: string): Promise<Appraisal[]> =>
  (await api.get('/staff/appraisal', { month, community_id: community })).items

export const appraisalNote = '每天凌晨按办理记录算，不用填表。不到 10 件的不显示，不给个人排名。'

/** How many figures are hidden because of too few cases. */
export function few(a: Appraisal): string {
  const n = a.figures.filter((f) => f.suppressed).length
  return !n ? '' : n === a.figures.length ? '每一项都不到 10 件' : `其余 ${n} 项不到 10 件`
}
