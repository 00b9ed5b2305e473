// The reports of a list with the place where the map draws them.
import { api } from '@linli/shared/api/client'
import type { Answer, Params } from '@linli/shared/api/contract'
import type { Position } from './geo'
import { placeOf, type Territory } from './shapes'

export type Asked = Params<'/staff/reports/points', 'get'>
type Sent = Answer<'/staff/reports/points', 'get'>
export type ReportPoint = Sent['items'][number]
export type MarkTone = 'urgent' | 'bad' | 'wait' | 'good' | 'off'

export interface Placed { point: ReportPoint; at: Position }
export interface Pile { key: string; at: Position; count: number }
export interface Drawn { placed: Placed[]; lost: ReportPoint[]; beyond: Pile[]; count: number; more: boolean }

const lights: Record<string, MarkTone> = { green: 'good', yellow: 'wait', red: 'bad' }
export const toneOf = (r: ReportPoint): MarkTone => (r.urgent ? 'urgent' : lights[r.light] ?? 'off')

/** Places the reports in the territory; `lost` are those whose place nobody knows. */
export function draw(t: Territory, sent: Sent): Drawn {
  const placed: Placed[] = [], lost: ReportPoint[] = []
  for (const point of sent.items) {
    const at: Position | undefined = point.lat || point.lng ? [point.lng, point.lat] : placeOf(t, point.building_id, point.grid_id, point.community_id)
    if (at) placed.push({ point, at })
    else lost.push(point)
  }
  const beyond = sent.beyond.flatMap((b) => {
    const at = placeOf(t, b.grid_id, b.community_id)
    return at ? [{ key: `${b.community_id} ${b.grid_id}`, at, count: b.count }] : []
  })
  return { placed, lost, beyond, count: sent.items.length + sent.beyond.reduce((n, b) => n + b.count, 0), more: sent.more }
}

export const fetchPoints = (asked: Asked): Promise<Sent> => api.get('/staff/reports/points', asked)
