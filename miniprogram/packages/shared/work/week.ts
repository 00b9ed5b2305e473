// The sessions of a community, with the names of their services.
import { api } from '../api/client'
import type { Service, Session } from '../api/types'
import { clock, later, sayDay, weekday } from '../util/time'

export interface Held extends Session { service?: Service }

export async function weekOf(community: string, day: string): Promise<{ monday: string; items: Held[] }> {
  const [week, { items }] = await Promise.all([
    api.get('/communities/{id}/week', { id: community, day }), api.get('/communities/{id}/services', { id: community }),
  ])
  const known = new Map(items.map((s) => [s.id, s]))
  return { monday: week.monday, items: week.items.map((s) => ({ ...s, service: known.get(s.service_id) })) }
}

export const daysOf = (monday: string): string[] => Array.from({ length: 7 }, (_, i) => later(monday, i))

/** 周四 11月26日 09:00-11:30 */
export const sayWhen = (s: { begin_at: string; end_at: string }): string =>
  `${weekday(s.begin_at)} ${sayDay(s.begin_at)} ${clock(s.begin_at)}-${clock(s.end_at)}`

/** 名额 10，已约 7，候补 2 */
export const sayPlaces = (s: Session): string =>
  s.state === 'cancelled' ? `已取消：${s.reason}` : [`名额 ${s.places}`, `还空 ${s.free}`, s.waiting ? `候补 ${s.waiting}` : ''].filter(Boolean).join('，')
