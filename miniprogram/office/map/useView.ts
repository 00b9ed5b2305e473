// What part of the map is in sight: dragged, zoomed by wheel, buttons and keys.
import { computed, onMounted, onUnmounted, reactive, ref, watch, type Ref } from 'vue'
import { fit, type Box, type Plane, type Point, type Position, type View } from './geo'

const most = 8, least = 0.002 // pixels of a metre

export function useView(frame: Ref<HTMLElement | undefined>, plane: Ref<Plane>, box: Ref<Box | undefined>) {
  const size = reactive({ width: 800, height: 600 })
  const view = ref<View>({ x: 0, y: 0, zoom: 0.5 })
  let touched = false // by a person: a new size of the window keeps their part

  function whole(): void {
    touched = false
    if (box.value) view.value = fit(box.value, plane.value, size.width, size.height)
  }
  watch([box, plane], whole)

  let watcher: ResizeObserver | undefined
  onMounted(() => {
    watcher = new ResizeObserver(([entry]) => {
      size.width = Math.max(1, entry.contentRect.width)
      size.height = Math.max(1, entry.contentRect.height)
      if (!touched) whole()
    })
    watcher.observe(frame.value!)
  })
  onUnmounted(() => watcher?.disconnect())

  const toPixel = ([x, y]: Point): Point => [(x - view.value.x) * view.value.zoom + size.width / 2, (y - view.value.y) * view.value.zoom + size.height / 2]
  const toPlane = ([x, y]: Point): Point => [(x - size.width / 2) / view.value.zoom + view.value.x, (y - size.height / 2) / view.value.zoom + view.value.y]
  const pixelOf = (p: Position): Point => toPixel(plane.value.to(p))
  const positionAt = (p: Point): Position => plane.value.from(toPlane(p))

  /** Zooms by a factor; the place under the pixel stays there. */
  function zoomBy(factor: number, at: Point = [size.width / 2, size.height / 2]): void {
    const zoom = Math.min(most, Math.max(least, view.value.zoom * factor)), [x, y] = toPlane(at)
    view.value = { x: x - (at[0] - size.width / 2) / zoom, y: y - (at[1] - size.height / 2) / zoom, zoom }
    touched = true
  }
  function moveBy(dx: number, dy: number): void {
    const { x, y, zoom } = view.value
    view.value = { x: x - dx / zoom, y: y - dy / zoom, zoom }
    touched = true
  }
  /** Brings a position into sight, near enough to tell buildings apart. */
  function show(p: Position, zoom = 0): void {
    const [x, y] = plane.value.to(p), [left, top] = pixelOf(p), margin = 60
    if (view.value.zoom >= zoom && left > margin && top > margin && left < size.width - margin && top < size.height - margin) return
    view.value = { x, y, zoom: Math.max(view.value.zoom, zoom) }
    touched = true
  }
  const keys: Record<string, () => void> = {
    ArrowLeft: () => moveBy(80, 0), ArrowRight: () => moveBy(-80, 0), ArrowUp: () => moveBy(0, 80), ArrowDown: () => moveBy(0, -80),
    '+': () => zoomBy(1.4), '=': () => zoomBy(1.4), '-': () => zoomBy(1 / 1.4), 0: whole,
  }
  function key(e: KeyboardEvent): void {
    const deed = keys[e.key]
    if (!deed || e.ctrlKey || e.metaKey || e.altKey) return
    e.preventDefault()
    deed()
  }
  const matrix = computed(() => {
    const { x, y, zoom } = view.value
    return `matrix(${zoom} 0 0 ${zoom} ${size.width / 2 - x * zoom} ${size.height / 2 - y * zoom})`
  })
  return { size, view, matrix, pixelOf, positionAt, zoomBy, moveBy, show, whole, key }
}
