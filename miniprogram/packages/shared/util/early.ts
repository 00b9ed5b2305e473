/** Removes the loading content of index.html once a page is shown. */
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

/** Loads the other pages some time after the first, so that they open at once, also without a network. */
export function fetchLater(): void {
  setTimeout(() => {
    document.querySelectorAll('link[rel=later]').forEach((link) => {
      link.setAttribute('crossorigin', '')
      link.setAttribute('rel', 'prefetch')
    })
  }, calm)
}
