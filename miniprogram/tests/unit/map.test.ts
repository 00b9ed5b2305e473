import { describe, expect, it } from 'vitest'
import { ref } from 'vue'
import { session } from '@linli/shared/store/session'
import { cluster } from '../../office/map/cluster'
import { addCorner, closeRing, dropCorner, moveCorner, snapped, useDrawing, warningsOf } from '../../office/map/drawing'
import { boundaryOf, crossing, fit, inside, middleOf, partsOf, planeAt, type Parts, type Position } from '../../office/map/geo'
import { forgetTerritories, keptTerritory, showing, spotOf, territoryOf, type Shape } from '../../office/map/shapes'
import { refusal, service } from './service'
import { gcjOf, tilesOf } from '../../office/map/tiles'

const box = (west: number, south: number, east: number, north: number): Position[] =>
  [[west, south], [east, south], [east, north], [west, north], [west, south]]
const square: Parts = [[box(108, 34, 108.01, 34.01)]]

describe('geometry', () => {
  it('goes to the plane and back', () => {
    const plane = planeAt([108, 34])
    for (const p of [[108, 34], [108.02, 34.03], [107.5, 33.6]] as Position[]) {
      const [lng, lat] = plane.from(plane.to(p))
      expect(lng).toBeCloseTo(p[0], 9)
      expect(lat).toBeCloseTo(p[1], 9)
    }
    const [x, y] = plane.to([108.01, 34.01])
    expect([Math.round(x / 10), Math.round(y / 10)]).toEqual([92, -111]) // metres: a degree of longitude is shorter up north
  })
  it('reads and writes boundaries', () => {
    const two = { type: 'MultiPolygon', coordinates: [square[0], [box(109, 34, 109.1, 34.1)]] } as const
    expect(boundaryOf(partsOf(two as never))).toEqual(two)
    expect(partsOf(null)).toEqual([])
    expect(boundaryOf(square)).toEqual({ type: 'Polygon', coordinates: square[0] })
  })
  it('knows inside, holes and the middle', () => {
    const ring: Parts = [[box(0, 0, 4, 4), box(1, 1, 3, 3)]]
    expect(inside([0.5, 0.5], ring)).toBe(true)
    expect(inside([2, 2], ring)).toBe(false)
    expect(inside([5, 2], ring)).toBe(false)
    expect(middleOf([[box(0, 0, 4, 2)], [box(10, 10, 10.1, 10.1)]])!.map((n) => +n.toFixed(6))).toEqual([2, 1])
    expect(middleOf([])).toBeUndefined()
  })
  it('finds sides that cross', () => {
    expect(crossing(box(0, 0, 1, 1))).toBeUndefined()
    expect(crossing([[0, 0], [1, 1], [1, 0], [0, 1], [0, 0]])).toEqual([0, 2])
  })
  it('shows a box in a frame', () => {
    const plane = planeAt([108, 34]), view = fit({ west: 107.99, south: 33.99, east: 108.01, north: 34.01 }, plane, 1000, 500)
    expect(view.zoom * 2 * 1113.2 * 2).toBeLessThan(2 * 500)
    expect(Math.abs(view.x)).toBeLessThan(1)
  })
})

describe('clusters', () => {
  const at = (p: { x: number; y: number }): [number, number] => [p.x, p.y]
  it('joins what lies together, the first one leads', () => {
    const found = cluster([{ x: 0, y: 0 }, { x: 100, y: 0 }, { x: 10, y: 5 }, { x: -9, y: -9 }], at, 30)
    expect(found.map((c) => [c.x, c.items.length])).toEqual([[0, 3], [100, 1]])
  })
  it('loses nothing', () => {
    const many = Array.from({ length: 500 }, (_, i) => ({ x: (i * 37) % 400, y: (i * 91) % 300 }))
    expect(cluster(many, at, 30).reduce((n, c) => n + c.items.length, 0)).toBe(500)
  })
})

const shape = (id: string, kind: Shape['kind'], parent: string, parts: Parts, at?: Position): Shape =>
  ({ id, kind, parent, name: id, parts, at, middle: middleOf(parts) ?? at, mark: '', can: true })
const grids = () => territoryOf([
  shape('c', 'community', '', [[box(108, 34, 108.02, 34.01)]]), shape('g1', 'grid', 'c', square), shape('g2', 'grid', 'c', [[box(108.01, 34, 108.02, 34.01)]]),
  shape('b1', 'building', 'g1', [], [108.005, 34.005]), shape('b2', 'building', 'g2', [], [108.015, 34.005]), shape('b3', 'building', 'g1', []),
], true)

describe('drawing', () => {
  it('moves, adds and drops corners of a closed ring', () => {
    const moved = moveCorner(square, [0, 0, 0], [107.99, 33.99])
    expect(moved[0][0][0]).toEqual([107.99, 33.99])
    expect(moved[0][0][4]).toEqual([107.99, 33.99])
    const more = addCorner(square, [0, 0, 3], [107.999, 34.005])
    expect(more[0][0]).toHaveLength(6)
    expect(dropCorner(more, [0, 0, 4])).toEqual(square)
    const triangle = dropCorner(square, [0, 0, 0])
    expect(dropCorner(triangle, [0, 0, 0])).toEqual(triangle)
    expect(closeRing([[0, 0], [1, 0]])).toBeUndefined()
    expect(closeRing([[0, 0], [1, 0], [1, 1]])![0][0]).toHaveLength(4)
  })
  it('undoes and redoes, and knows what is changed', () => {
    const d = useDrawing(ref(grids()))
    d.draw('g1', { parts: moveCorner(square, [0, 0, 0], [107.99, 34]) })
    d.draw('b1', { at: [108.006, 34.006] })
    expect(d.changed.value).toEqual(['g1', 'b1'])
    d.undo()
    expect(d.changed.value).toEqual(['g1'])
    d.redo()
    expect(d.territory.value!.byId.get('b1')!.at).toEqual([108.006, 34.006])
    d.draw('b1', { at: [108.005, 34.005] }) // back by hand
    expect(d.changed.value).toEqual(['g1'])
    expect(d.canRedo.value).toBe(false)
    d.undo(); d.undo(); d.undo()
    expect([d.changed.value, d.canUndo.value]).toEqual([[], false])
  })
  it('warns of crossed sides and of buildings on the wrong side', () => {
    const t = grids()
    expect(warningsOf(t, 'g1')).toEqual({ crossed: false, outside: [], foreign: [] })
    t.byId.get('g1')!.parts = [[box(108.012, 34, 108.02, 34.01)]]
    const w = warningsOf(t, 'g1')
    expect([w.outside.map((s) => s.id), w.foreign.map((s) => s.id)]).toEqual([['b1'], ['b2']])
    expect(warningsOf(t, 'c').outside).toEqual([])
    t.byId.get('g1')!.parts = [[[[108, 34], [108.01, 34.01], [108.01, 34], [108, 34.01], [108, 34]]]]
    expect(warningsOf(t, 'g1').crossed).toBe(true)
  })
  it('snaps to the corners of others', () => {
    const pixel = ([lng, lat]: Position) => [lng * 1e5, lat * 1e5]
    expect(snapped(grids(), 'g1', [108.01005, 34.00005], pixel)).toEqual([108.01, 34])
    expect(snapped(grids(), 'g1', [108.0105, 34.0005], pixel)).toEqual([108.0105, 34.0005])
  })
})

describe('tiles', () => {
  it('knows the offset of the maps of China', () => { // the values of app/area
    const [lng, lat] = gcjOf([116.397428, 39.90923])
    expect([lng.toFixed(4), lat.toFixed(4)]).toEqual(['116.4037', '39.9106'])
  })
  const frame = (datum: 'wgs84' | 'gcj02') => {
    const plane = planeAt([115.5, 38.23]), zoom = 0.5, width = 800, height = 600
    const pixelOf = (p: Position): [number, number] => { const [x, y] = plane.to(p); return [x * zoom + width / 2, y * zoom + height / 2] }
    const positionAt = ([x, y]: [number, number]): Position => plane.from([(x - width / 2) / zoom, (y - height / 2) / zoom])
    return tilesOf({ url: 'https://h/{z}/{x}/{y}', datum }, zoom, width, height, positionAt, pixelOf)
  }
  it('covers the frame without gaps, at a sharp zoom', () => {
    for (const datum of ['wgs84', 'gcj02'] as const) {
      const all = frame(datum)
      expect(Math.min(...all.map((t) => t.x))).toBeLessThanOrEqual(0)
      expect(Math.min(...all.map((t) => t.y))).toBeLessThanOrEqual(0)
      expect(Math.max(...all.map((t) => t.x + t.width))).toBeGreaterThanOrEqual(800)
      expect(Math.max(...all.map((t) => t.y + t.height))).toBeGreaterThanOrEqual(600)
      const [first] = all, right = all.find((t) => t.key === first.key.replace(/\/(\d+)\//, (_, x) => `/${+x + 1}/`))!
      expect(Math.abs(first.x + first.width - right.x)).toBeLessThan(0.5)
      expect(first.width).toBeGreaterThan(180)
      expect(first.width).toBeLessThan(370)
      expect(first.url).toBe(`https://h/${first.key}`)
    }
    expect(frame('wgs84')[0].x).not.toBe(frame('gcj02')[0].x)
  })
})

describe('the place of a report', () => {
  const house: Shape = { id: '9', parent: '4', kind: 'building', name: '3号楼', parts: [], at: [108.002, 34.002], middle: [108.002, 34.002], mark: '', can: false }
  const t = territoryOf([{ id: '4', parent: '1', kind: 'community', name: '阳光社区', parts: square, mark: '', can: false }, house], true)
  it('is its own position, else its building, else unknown', () => {
    expect(spotOf(t, { lng: 108.004, lat: 34.004, building_id: '9' })).toEqual([108.004, 34.004])
    expect(spotOf(t, { lng: 0, lat: 0, building_id: '9' })).toEqual([108.002, 34.002])
    expect(spotOf(t, { lng: 0, lat: 0, building_id: '' })).toBeUndefined()
    expect(spotOf(t, { lng: 0, lat: 0, building_id: '77' })).toBeUndefined()
  })
  it('is in sight, also beyond the boundary', () => {
    expect(showing(t, [[108.004, 34.004]])).toBe(t)
    expect(showing(t, [[108.02, 34.004]]).box).toEqual({ west: 108, south: 34, east: 108.02, north: 34.01 })
  })
  it('needs the shapes once, until one is saved; a failure is not kept', async () => {
    session.token = 'T'
    let down = false
    const asked = service(() => (down ? refusal(404, 'area.unknown', '没有') : { statusCode: 200, data: { items: [], buildings: true } }))
    await keptTerritory('4')
    await keptTerritory('4')
    await keptTerritory('5')
    expect(asked.length).toBe(2)
    forgetTerritories()
    down = true
    await expect(keptTerritory('4')).rejects.toThrow()
    down = false
    await keptTerritory('4')
    expect(asked.length).toBe(4)
  })
})
