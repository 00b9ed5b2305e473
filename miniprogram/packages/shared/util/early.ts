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
