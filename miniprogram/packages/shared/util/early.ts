/** Takes away what index.html showed while the program was on its way, once a page of ours stands there. */
export function endEarly(): void {
  const early = document.getElementById('early')
  if (!early) return
  const end = () => {
    if (!document.querySelector('uni-page-body .app')) return
    early.remove()
    watch.disconnect()
  }
  const watch = new MutationObserver(end)
  watch.observe(document.body, { childList: true, subtree: true })
  end()
}

const calm = 4000 // ms after the start

/** Fetches the other pages when the first has long been there, so that they open at once, and without a network. */
export function fetchLater(): void {
  setTimeout(() => {
    document.querySelectorAll('link[rel=later]').forEach((link) => {
      link.setAttribute('crossorigin', '')
      link.setAttribute('rel', 'prefetch')
    })
  }, calm)
}
