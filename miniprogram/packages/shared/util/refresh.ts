// A mouse cannot pull a page down: with a mouse the page has a button at the top instead.

/** Adds the button permanently. It reloads the shown content (use/load.ts). */
export function offerRefresh(): void {
  if (!matchMedia('(hover: hover) and (pointer: fine)').matches) return
  const button = document.createElement('button')
  button.className = 'pc-refresh'
  button.type = 'button'
  button.textContent = '刷新'
  button.addEventListener('click', () => uni.$emit('news'))
  document.body.append(button)
}
