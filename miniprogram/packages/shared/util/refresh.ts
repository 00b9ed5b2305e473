// A mouse cannot pull a page down: in a browser with one there is a button for it at the top.

/** Puts the button on the page, for good. Whatever is shown is fetched again (use/load.ts). */
export function offerRefresh(): void {
  if (!matchMedia('(hover: hover) and (pointer: fine)').matches) return
  const button = document.createElement('button')
  button.className = 'pc-refresh'
  button.type = 'button'
  button.textContent = '刷新'
  button.addEventListener('click', () => uni.$emit('news'))
  document.body.append(button)
}
