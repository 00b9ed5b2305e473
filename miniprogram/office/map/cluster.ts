// Points that would lie upon one another on the screen are drawn as one.
import type { Point } from './geo'

export interface Cluster<T> { x: number; y: number; items: T[] }

/**
 * Joins the points that are nearer than `reach` pixels to the first one of a cluster, in their order: what comes first, such as
 * urgent reports, leads. The result does not depend on where the map begins.
 */
export function cluster<T>(items: T[], at: (one: T) => Point, reach: number): Cluster<T>[] {
  const cells = new Map<string, Cluster<T>[]>(), all: Cluster<T>[] = []
  for (const one of items) {
    const [x, y] = at(one), i = Math.floor(x / reach), j = Math.floor(y / reach)
    let best: Cluster<T> | undefined, least = reach
    for (let di = -1; di <= 1; di++) {
      for (let dj = -1; dj <= 1; dj++) {
        for (const c of cells.get(`${i + di} ${j + dj}`) ?? []) {
          const far = Math.hypot(c.x - x, c.y - y)
          if (far < least) { best = c; least = far }
        }
      }
    }
    if (best) { best.items.push(one); continue }
    const made = { x, y, items: [one] }, key = `${i} ${j}`
    cells.set(key, [...(cells.get(key) ?? []), made])
    all.push(made)
  }
  return all
}
