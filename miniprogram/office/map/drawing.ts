// What is drawn and not yet saved: each step can be undone.
import { computed, shallowRef, type Ref } from 'vue'
import { crossing, inside, middleOf, type Parts, type Position, type Ring } from './geo'
import type { Shape, Territory } from './shapes'

export interface Change { parts?: Parts; at?: Position }
export type Changes = ReadonlyMap<string, Change>
/** A corner of a boundary: its part, its ring and its number. */
export type Corner = [part: number, ring: number, corner: number]

/** Ten centimetres are enough for a boundary. */
export const rounded = ([lng, lat]: Position): Position => [Math.round(lng * 1e6) / 1e6, Math.round(lat * 1e6) / 1e6]

const closed = (corners: Ring): Ring => [...corners, corners[0]]
const openRing = (ring: Ring): Ring => ring.slice(0, -1)

function withRing(parts: Parts, [part, ring]: readonly number[], change: (corners: Ring) => Ring): Parts {
  return parts.map((rings, i) => (i !== part ? rings : rings.map((r, j) => (j !== ring ? r : closed(change(openRing(r)))))))
}

export const moveCorner = (parts: Parts, at: Corner, to: Position): Parts =>
  withRing(parts, at, (corners) => corners.map((c, i) => (i === at[2] ? rounded(to) : c)))

/** Adds a corner after another one. */
export const addCorner = (parts: Parts, after: Corner, to: Position): Parts =>
  withRing(parts, after, (corners) => [...corners.slice(0, after[2] + 1), rounded(to), ...corners.slice(after[2] + 1)])

/** Takes a corner away; a triangle stays. */
export const dropCorner = (parts: Parts, at: Corner): Parts =>
  withRing(parts, at, (corners) => (corners.length > 3 ? corners.filter((_, i) => i !== at[2]) : corners))

/** A boundary from corners in order; undefined below three. */
export const closeRing = (corners: Ring): Parts | undefined => (corners.length < 3 ? undefined : [[closed(corners.map(rounded))]])

/** The territory as it would be. Its plane and box stay, so that the map does not jump. */
export function changedTerritory(t: Territory, changes: Changes): Territory {
  const shapes = t.shapes.map((s) => {
    const c = changes.get(s.id)
    if (!c) return s
    const parts = c.parts ?? s.parts, at = c.at ?? s.at
    return { ...s, parts, at, middle: middleOf(parts) ?? at }
  })
  return { ...t, shapes, byId: new Map(shapes.map((s) => [s.id, s])) }
}

export interface Warnings {
  /** Sides that cross: this cannot be saved. */
  crossed: boolean
  /** Own buildings that lie outside of the boundary. */
  outside: Shape[]
  /** Buildings of others that lie inside; they stay where they belong. */
  foreign: Shape[]
}

const belongs = (t: Territory, s: Shape, to: string): boolean => {
  for (let at: Shape | undefined = s; at; at = t.byId.get(at.parent)) if (at.id === to) return true
  return false
}

/** What to look at in the boundary of an area. */
export function warningsOf(t: Territory, id: string): Warnings {
  const area = t.byId.get(id)
  if (!area?.parts.length) return { crossed: false, outside: [], foreign: [] }
  const houses = t.shapes.filter((s) => s.kind === 'building' && s.at)
  return {
    crossed: area.parts.some((rings) => rings.some((r) => crossing(r) !== undefined)),
    outside: houses.filter((h) => belongs(t, h, id) && !inside(h.at!, area.parts)),
    foreign: houses.filter((h) => !belongs(t, h, id) && inside(h.at!, area.parts)),
  }
}

/** The corner of another boundary that is nearest to a position, within some pixels. */
export function snapped(t: Territory, id: string, to: Position, pixelOf: (p: Position) => number[], reach = 12): Position {
  const [x, y] = pixelOf(to)
  let best = to, least = reach
  for (const s of t.shapes) {
    if (s.id === id) continue
    for (const corner of s.parts.flat(2) as Position[]) {
      const [cx, cy] = pixelOf(corner), far = Math.hypot(cx - x, cy - y)
      if (far < least) { best = corner; least = far }
    }
  }
  return best
}

/** The steps of a drawing. */
export function useDrawing(base: Ref<Territory | undefined>) {
  const past = shallowRef<Changes[]>([]), now = shallowRef<Changes>(new Map()), next = shallowRef<Changes[]>([])
  function draw(id: string, change: Change): void {
    past.value = [...past.value, now.value]
    now.value = new Map(now.value).set(id, { ...now.value.get(id), ...change })
    next.value = []
  }
  function undo(): void {
    if (!past.value.length) return
    next.value = [now.value, ...next.value]
    now.value = past.value[past.value.length - 1]
    past.value = past.value.slice(0, -1)
  }
  function redo(): void {
    if (!next.value.length) return
    past.value = [...past.value, now.value]
    now.value = next.value[0]
    next.value = next.value.slice(1)
  }
  function clear(): void { past.value = []; next.value = []; now.value = new Map() }
  const territory = computed(() => (base.value ? changedTerritory(base.value, now.value) : undefined))
  /** Steps that were undone by hand are no changes. */
  const changed = computed(() => [...now.value.keys()].filter((id) => {
    const was = base.value?.byId.get(id), is = territory.value?.byId.get(id)
    return JSON.stringify([was?.parts, was?.at]) !== JSON.stringify([is?.parts, is?.at])
  }))
  return { changes: now, territory, changed, draw, undo, redo, clear, canUndo: computed(() => past.value.length > 0), canRedo: computed(() => next.value.length > 0) }
}
