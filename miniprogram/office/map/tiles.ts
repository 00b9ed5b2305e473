// Pictures of streets beneath the boundaries, from a server that the operator names.
import type { Point, Position } from './geo'

export interface Tiles { url: string; datum: 'wgs84' | 'gcj02' }
export interface Tile { key: string; url: string; x: number; y: number; width: number; height: number }

const least = 3, most = 18, many = 120

/** Where the offset coordinates of China's maps have a position of WGS 84; as area.FromWGS84 of the service. */
export function gcjOf([lng, lat]: Position): Position {
  const axis = 6378245, eccentricity = 0.00669342162296594323, pi = Math.PI
  const x = lng - 105, y = lat - 35, waves = ((20 * Math.sin(6 * x * pi) + 20 * Math.sin(2 * x * pi)) * 2) / 3
  let dLat = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) + waves +
    ((20 * Math.sin(y * pi) + 40 * Math.sin((y / 3) * pi)) * 2) / 3 + ((160 * Math.sin((y / 12) * pi) + 320 * Math.sin((y * pi) / 30)) * 2) / 3
  let dLng = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * Math.sqrt(Math.abs(x)) + waves +
    ((20 * Math.sin(x * pi) + 40 * Math.sin((x / 3) * pi)) * 2) / 3 + ((150 * Math.sin((x / 12) * pi) + 300 * Math.sin((x / 30) * pi)) * 2) / 3
  const rad = (lat / 180) * pi, m = 1 - eccentricity * Math.sin(rad) ** 2
  dLat = (dLat * 180) / (((axis * (1 - eccentricity)) / (m * Math.sqrt(m))) * pi)
  dLng = (dLng * 180) / ((axis / Math.sqrt(m)) * Math.cos(rad) * pi)
  return [lng + dLng, lat + dLat]
}

/** The corner in the north-west of a tile, in its own datum. */
const cornerOf = (z: number, x: number, y: number): Position =>
  [(x / 2 ** z) * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / 2 ** z))) * 180) / Math.PI]

const numberOf = (z: number, [lng, lat]: Position): Point =>
  [((lng + 180) / 360) * 2 ** z, ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * 2 ** z]

/** The tiles that cover the frame, in pixels of the frame. `metre` is how many pixels a metre has. */
export function tilesOf(
  t: Tiles, metre: number, width: number, height: number, positionAt: (p: Point) => Position, pixelOf: (p: Position) => Point,
): Tile[] {
  const at = t.datum === 'wgs84' ? gcjOf : (p: Position) => p
  const middle = positionAt([width / 2, height / 2])
  const sharp = Math.log2((156_543.03 * Math.cos((middle[1] * Math.PI) / 180)) * metre)
  const z = Math.min(most, Math.max(least, Math.round(sharp)))
  // The offset is a few hundred metres and nearly the same everywhere in the frame.
  const [ox, oy] = t.datum === 'wgs84' ? [gcjOf(middle)[0] - middle[0], gcjOf(middle)[1] - middle[1]] : [0, 0]
  const back = ([lng, lat]: Position): Position => [lng - ox, lat - oy]
  const [west, north] = numberOf(z, back(positionAt([0, 0]))), [east, south] = numberOf(z, back(positionAt([width, height])))
  const all: Tile[] = []
  for (let y = Math.floor(north); y <= Math.floor(south); y++) {
    for (let x = Math.floor(west); x <= Math.floor(east); x++) {
      const [left, top] = pixelOf(at(cornerOf(z, x, y))), [right, bottom] = pixelOf(at(cornerOf(z, x + 1, y + 1)))
      all.push({ key: `${z}/${x}/${y}`, url: t.url.replace('{z}', `${z}`).replace('{x}', `${x}`).replace('{y}', `${y}`), x: left, y: top, width: right - left, height: bottom - top })
      if (all.length > many) return []
    }
  }
  return all
}
