// The geometry of the map. Positions are degrees in GCJ-02, as the service has them; the plane is Web Mercator in metres around
// an origin, so that numbers stay small enough for SVG and tiles fit without bending.

export type Point = [x: number, y: number]
export type Position = [lng: number, lat: number]
export type Ring = Position[]
/** The outer ring of each part, followed by its holes. */
export type Parts = Ring[][]

export interface Boundary { type: 'Polygon' | 'MultiPolygon'; coordinates: unknown }

const perDegree = 111_319.49
const mercator = (lat: number) => (Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360)) * 180) / Math.PI

export interface Plane { to: (p: Position) => Point; from: (p: Point) => Position }

/** The plane around an origin; y grows to the south, as on screens. */
export function planeAt([lng0, lat0]: Position): Plane {
  const k = perDegree * Math.cos((lat0 * Math.PI) / 180), y0 = mercator(lat0)
  return {
    to: ([lng, lat]) => [(lng - lng0) * k, (y0 - mercator(lat)) * k],
    from: ([x, y]) => [lng0 + x / k, (Math.atan(Math.exp(((y0 - y / k) * Math.PI) / 180)) * 360) / Math.PI - 90],
  }
}

/** The rings of a boundary; none without one. */
export function partsOf(b: Boundary | null | undefined): Parts {
  if (!b) return []
  return b.type === 'Polygon' ? [b.coordinates as Ring[]] : (b.coordinates as Ring[][])
}

/** A boundary of these rings; null without one. */
export function boundaryOf(parts: Parts): Boundary | null {
  if (!parts.length) return null
  return parts.length === 1 ? { type: 'Polygon', coordinates: parts[0] } : { type: 'MultiPolygon', coordinates: parts }
}

export interface Box { west: number; south: number; east: number; north: number }

/** The box around positions, undefined without any. */
export function boxOf(positions: Position[]): Box | undefined {
  if (!positions.length) return undefined
  const box = { west: Infinity, south: Infinity, east: -Infinity, north: -Infinity }
  for (const [lng, lat] of positions) {
    box.west = Math.min(box.west, lng); box.east = Math.max(box.east, lng)
    box.south = Math.min(box.south, lat); box.north = Math.max(box.north, lat)
  }
  return box
}

/** Twice the signed area of a closed ring. */
const twice = (r: Ring) => r.slice(1).reduce((sum, [x, y], i) => sum + r[i][0] * y - x * r[i][1], 0)

/** Where the name of an area stands: the centroid of its largest part. */
export function middleOf(parts: Parts): Position | undefined {
  let ring: Ring | undefined
  for (const [outer] of parts) if (!ring || Math.abs(twice(outer)) > Math.abs(twice(ring))) ring = outer
  if (!ring?.length) return undefined
  const [x0, y0] = ring[0], near = ring.map(([x, y]): Position => [x - x0, y - y0]), area = twice(near)
  if (!area) return ring[0]
  let x = 0, y = 0
  for (let i = 0; i + 1 < near.length; i++) {
    const cross = near[i][0] * near[i + 1][1] - near[i + 1][0] * near[i][1]
    x += (near[i][0] + near[i + 1][0]) * cross
    y += (near[i][1] + near[i + 1][1]) * cross
  }
  return [x0 + x / (3 * area), y0 + y / (3 * area)]
}

/** Whether a position is inside the boundary; holes are outside. */
export const inside = (p: Position, parts: Parts): boolean =>
  parts.some(([outer, ...holes]) => within(p, outer) && !holes.some((h) => within(p, h)))

function within([x, y]: Position, ring: Ring): boolean {
  let odd = false
  for (let i = 0, j = ring.length - 1; i < ring.length; j = i++) {
    const [ax, ay] = ring[i], [bx, by] = ring[j]
    if (ay > y !== by > y && x < ((bx - ax) * (y - ay)) / (by - ay) + ax) odd = !odd
  }
  return odd
}

const side = (a: Position, b: Position, p: Position) => Math.sign((b[0] - a[0]) * (p[1] - a[1]) - (b[1] - a[1]) * (p[0] - a[0]))

/** The numbers of two sides that cross, undefined when the closed ring is simple. Neighbouring sides share a corner. */
export function crossing(ring: Ring): [number, number] | undefined {
  const sides = ring.length - 1
  for (let i = 0; i < sides; i++) {
    for (let j = i + 2; j < sides; j++) {
      if (i === 0 && j === sides - 1) continue
      const [a, b, c, d] = [ring[i], ring[i + 1], ring[j], ring[j + 1]]
      const apart = Math.max(a[0], b[0]) < Math.min(c[0], d[0]) || Math.max(c[0], d[0]) < Math.min(a[0], b[0]) ||
        Math.max(a[1], b[1]) < Math.min(c[1], d[1]) || Math.max(c[1], d[1]) < Math.min(a[1], b[1])
      if (!apart && side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0) return [i, j]
    }
  }
  return undefined
}

/** The box as seen in a frame of pixels: the middle and the pixels of a metre. */
export interface View { x: number; y: number; zoom: number }

/** A view that shows the box in the frame. */
export function fit(box: Box, plane: Plane, width: number, height: number, margin = 24): View {
  const [left, top] = plane.to([box.west, box.north]), [right, bottom] = plane.to([box.east, box.south])
  const zoom = Math.min((width - 2 * margin) / Math.max(right - left, 50), (height - 2 * margin) / Math.max(bottom - top, 50))
  return { x: (left + right) / 2, y: (top + bottom) / 2, zoom: Math.max(zoom, 1e-4) }
}
