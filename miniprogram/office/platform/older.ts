// What the component library expects and Chromium 80 lacks.
if (!('at' in Array.prototype)) {
  Object.defineProperty(Array.prototype, 'at', {
    value(this: unknown[], i: number) { return this[i < 0 ? this.length + i : i] }, configurable: true, writable: true,
  })
}
