/** In a frame of the demo: reloads the content when the demo's page reports an event. */
export function reloadOnNews(): void {
  addEventListener('message', (e) => {
    if (e.origin === location.origin && e.data === 'linli:news') uni.$emit('news')
  })
}
