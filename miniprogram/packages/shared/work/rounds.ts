// The plans of rounds (巡查计划): what both clients send, so that neither loses what the other shows.
import type { components } from '../api/types'

export type Plan = components['schemas']['PatrolPlan']
export type Seen = components['schemas']['PatrolPoint']
/** A point as it is chosen: a board, a place, or a hazard that is seen with the board of its area. */
export interface Spot { area_id: string; place_id: string; name: string; hazard: boolean }
export interface Looked { area: string; points: Spot[] }

export const posts = [['grid_officer', '网格员'], ['grid_lead', '网格长'], ['clerk', '社区工作人员'], ['secretary', '社区书记']].map(([value, name]) => ({ value, name }))
export const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'].map((name, i) => ({ value: `${i}`, name }))

/** What is scanned for it. */
export const codeOf = (s: Pick<Spot, 'area_id' | 'place_id'>): string => `${s.area_id}/${s.place_id}`
export const spotOf = ({ area_id, place_id, name, hazard }: Seen): Spot => ({ area_id, place_id, name, hazard })

/** The points as they are sent: only a hazard has a name of its own. */
export const pointsOf = (all: Spot[]) => all.map((s) => ({ area_id: s.area_id, place_id: s.hazard ? '' : s.place_id, name: s.hazard ? s.name.trim() : '' }))

/** What is missing in the points, "" nothing. */
export function pointsLack(all: Spot[]): string {
  if (!all.length) return '请选择要看的点'
  if (all.some((s) => s.hazard && !s.name.trim())) return '请写隐患点叫什么，不要的去掉'
  return all.some((s) => s.hazard && !s.area_id) ? '请选择隐患点在哪里' : ''
}
