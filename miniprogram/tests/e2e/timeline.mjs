// Where the time to the first view goes, and which requests it needs one after the other.

/** Slows a page down to a network and a processor so many times slower than this machine's. */
export async function slow(page, { latency, down, up, times }) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true })
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency, downloadThroughput: down / 8, uploadThroughput: up / 8 })
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: times })
  await cdp.send('Performance.enable')
  return cdp
}

/** Says in one line what was fetched until then and how long scripts and layout took: fetched from–to ms (kB). */
export async function timeline(page, cdp, until) {
  const fetched = await page.evaluate((end) => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    .filter((r) => r.startTime < end)
    .map((r) => `${r.name.replace(/[?#].*/, '').replace(/.*?\/(assets\/|api\/v1)?(?=[^/]*\/?$)/, '')} ${Math.round(r.startTime)}–${Math.round(r.responseEnd)} (${Math.round(r.encodedBodySize / 1024)})`), until)
  const metrics = Object.fromEntries((await cdp.send('Performance.getMetrics')).metrics.map((m) => [m.name, Math.round(m.value * 1000)]))
  return `${fetched.join(', ')}; scripts ${metrics.ScriptDuration} ms, styles and layout ${metrics.RecalcStyleDuration + metrics.LayoutDuration} ms until it was measured`
}

/** Weight of files as the server sends them with gzip, in bytes. */
export async function weigh(names) {
  let bytes = 0
  for (const name of names) bytes += Number((await fetch(name, { headers: { 'Accept-Encoding': 'gzip' } })).headers.get('content-length'))
  return bytes
}

/**
 * Opens a page whose answers of the service are held back, except those that `lets` pass, and returns the files of the program
 * that were asked for when `shown` appeared, in trips: the first with the page itself, each next with what only the one
 * before could ask for. It depends on no clock.
 */
export async function trips(page, address, shown, lets = () => false) {
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.enable')
  const at = new Map()
  cdp.on('Network.requestWillBeSent', ({ request, initiator, type }) => {
    if (type === 'Document' || request.url.includes('/assets/')) {
      const by = [initiator.url, ...stackOf(initiator.stack)].map((url) => at.get(plain(url ?? ''))).filter((n) => n !== undefined)
      if (!at.has(plain(request.url))) at.set(plain(request.url), type === 'Document' ? 0 : 1 + Math.max(0, ...by))
    }
  })
  let release
  const free = new Promise((done) => { release = done })
  await page.route('**/api/**', async (route) => {
    if (!lets(route.request().url())) await free
    await route.continue().catch(() => {}) // the page may be closed by then
  })
  await page.addInitScript((what) => {
    const watch = new MutationObserver(() => {
      if (document.querySelector(what)) { window.shown = performance.now(); watch.disconnect() }
    })
    watch.observe(document, { childList: true, subtree: true })
  }, shown)
  await page.goto(address, { waitUntil: 'commit' })
  await page.waitForFunction(() => window.shown)
  const early = new Set(await page.evaluate(() => performance.getEntriesByType('resource').filter((r) => r.startTime < window.shown).map((r) => r.name)))
  for (const [url, n] of at) if (n > 0 && !early.has(url)) at.delete(url) // fetched after it was shown
  const trip = [...at.values()], files = [...at].map(([url, n]) => `${n}: ${url.split('/').pop() || 'page'}`)
  release()
  return { count: 1 + Math.max(...trip), files }
}

const plain = (url) => url.replace(/[?#].*/, '')
const stackOf = (stack) => (stack ? [...stack.callFrames.map((frame) => frame.url), ...stackOf(stack.parent)] : [])
