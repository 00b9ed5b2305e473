// uni-h5 renders <button>, <input> and <view role="button"> as custom elements that a keyboard cannot reach and a screen
// reader cannot name. This repairs them as they appear. Mini-programs do not need it.

const pressable = '[role=button],[role=radio],[role=checkbox],[role=tab],[role=switch],[role=link]'

function mend(node: Element): void {
  if (node.tagName === 'UNI-BUTTON') node.setAttribute('role', 'button')
  if (node.matches(pressable) && !node.hasAttribute('tabindex')) node.setAttribute('tabindex', '0')
  if (node.tagName === 'UNI-INPUT' || node.tagName === 'UNI-TEXTAREA') {
    const label = node.getAttribute('aria-label'), field = node.querySelector('input,textarea')
    if (label && field) { field.setAttribute('aria-label', label); node.removeAttribute('aria-label') }
  }
  if (node.tagName === 'UNI-IMAGE') {
    const label = node.getAttribute('aria-label'), picture = node.querySelector('img')
    picture?.setAttribute('alt', label ?? '')
  }
  if (node.tagName === 'IMG') node.setAttribute('alt', node.closest('uni-image')?.getAttribute('aria-label') ?? '') // rendered after loading
}

/** Watches the page permanently. */
export function mendAccessibility(): void {
  const scan = (root: Element) => {
    mend(root)
    root.querySelectorAll(`uni-button,uni-input,uni-textarea,uni-image,uni-image img,${pressable}`).forEach(mend)
  }
  scan(document.body)
  new MutationObserver((changes) => {
    for (const change of changes) {
      change.addedNodes.forEach((node) => { if (node instanceof Element) scan(node) })
      if (change.type === 'attributes') mend(change.target as Element) // a field that asks for something else now
    }
  }).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ['aria-label'] })
  document.addEventListener('keydown', (e) => {
    if ((e.key === 'Enter' || e.key === ' ') && e.target instanceof HTMLElement && e.target.matches(pressable)) {
      e.preventDefault()
      e.target.click()
    }
  })
}
