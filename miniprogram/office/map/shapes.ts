// The territory as the map draws it.
import { api } from '@linli/shared/api/client'
import type { Answer } from '@linli/shared/api/contract'
import { session } from '@linli/shared/store/session'
import { now } from '@linli/shared/util/time'
import type { Tiles } from './tiles'
import { boxOf, middleOf, partsOf, planeAt, type Box, type Parts, type Plane, type Position } from './geo'

type Sent = Answer<'/staff/areas/shapes', 'get'>['items'][number]

export interface Shape { id: string; parent: string; kind: Sent['kind']; name: string; parts: Parts; at?: Position; middle?: Position; mark: string; can: boolean }

export interface Territory { shapes: Shape[]; byId: Map<string, Shape>; plane: Plane; box?: Box; buildings: boolean; tiles?: Tiles }

const known = (lng: number, lat: number): Position | undefined => (lng || lat ? [lng, lat] : undefined)

export const shapeOf = (s: Sent): Shape => {
  const parts = partsOf(s.boundary as never), at = known(s.lng, s.lat)
  return { id: s.id, parent: s.parent_id, kind: s.kind, name: s.name, parts, at, middle: middleOf(parts) ?? at, mark: s.mark, can: s.can.includes('change') }
}

/** Every position that a map of these shapes has to show. */
export const positionsOf = (shapes: Shape[]): Position[] =>
  shapes.flatMap((s) => [...s.parts.flatMap(([outer]) => outer), ...(s.at ? [s.at] : [])])

export async function fetchTerritory(area?: string): Promise<Territory> {
  const { items, buildings, tiles } = await api.get('/staff/areas/shapes', { area_id: area || undefined })
  return { ...territoryOf(items.map(shapeOf), buildings), tiles }
}

const kept = new Map<string, { at: number; got: Promise<Territory> }>(), keep = 10 * 60_000 // ms

/** The territory of an area, as fetched within ten minutes for the same person. */
export function keptTerritory(area: string): Promise<Territory> {
  const key = `${session.person?.id} ${area}`, before = kept.get(key)
  if (before && now() - before.at < keep) return before.got
  const got = fetchTerritory(area)
  kept.set(key, { at: now(), got })
  got.catch(() => kept.delete(key))
  return got
}
export const forgetTerritories = (): void => kept.clear()

export function territoryOf(shapes: Shape[], buildings: boolean): Territory {
  const box = boxOf(positionsOf(shapes))
  return {
    shapes, buildings, box, byId: new Map(shapes.map((s) => [s.id, s])),
    plane: planeAt(box ? [(box.west + box.east) / 2, (box.south + box.north) / 2] : [105, 35]),
  }
}

/** Where a report lies: at its own position or at its building. */
export function spotOf(t: Territory, r: { lat: number; lng: number; building_id: string }): Position | undefined {
  return known(r.lng, r.lat) ?? t.byId.get(r.building_id)?.middle
}

/** The territory with a view that has these positions in it. */
export function showing(t: Territory, spots: Position[]): Territory {
  const b = t.box
  if (b && spots.every(([lng, lat]) => lng >= b.west && lng <= b.east && lat >= b.south && lat <= b.north)) return t
  return { ...t, box: boxOf([...(b ? [[b.west, b.south], [b.east, b.north]] as Position[] : []), ...spots]) }
}

/** Where something lies whose building, grid and community are known: the nearest of them with a position. */
export function placeOf(t: Territory, ...ids: string[]): Position | undefined {
  for (const id of ids) {
    const found = t.byId.get(id)?.middle
    if (found) return found
  }
  return undefined
}
