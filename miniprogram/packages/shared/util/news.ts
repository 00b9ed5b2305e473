/** In a frame of the demo: what is shown asks again when the demo's page says that something has happened. */
export function hearNews(): void {
  addEventListener('message', (e) => {
    if (e.origin === location.origin && e.data === 'linli:news') uni.$emit('news')
  })
}
