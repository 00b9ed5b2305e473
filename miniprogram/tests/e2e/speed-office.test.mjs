// The desk's first view on a slow PC: 10 Mbit/s with 40 ms of delay, and a processor four times slower than this machine's.
import assert from 'node:assert/strict'
import { ask, base, desk, story } from './county.mjs'
import { secretary } from './desk.mjs'

const weight = 250 * 1024 // bytes

story('the first view of the desk is light', async () => {
  await ask(secretary, 'GET', '/me')
  const seen = []
  for (let i = 0; i < 3; i++) seen.push(await visit())
  seen.sort((a, b) => a.rows - b.rows)
  const { names, rows } = seen[1]
  let bytes = 0
  for (const name of names) bytes += Number((await fetch(name, { headers: { 'Accept-Encoding': 'gzip' } })).headers.get('content-length'))
  console.log(`    first view: ${Math.round(bytes / 1024)} kB gzip in ${names.length} files, rows after ${Math.round(rows)} ms (median of 3)`)
  assert.ok(bytes < weight, `${bytes} bytes`)
  assert.ok(!names.some((name) => /charts-/.test(name)), 'charts are fetched by the pages that have one')
})

async function visit() {
  const page = await desk(secretary, '/nothing')
  await page.goto('about:blank')
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.enable')
  await cdp.send('Network.setCacheDisabled', { cacheDisabled: true })
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 40, downloadThroughput: 10e6 / 8, uploadThroughput: 10e6 / 8 })
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.addInitScript(() => {
    const watch = new MutationObserver(() => {
      if (document.querySelector('.rows-table tbody tr')) { window.rows = performance.now(); watch.disconnect() }
    })
    watch.observe(document, { childList: true, subtree: true })
  })
  await page.goto(`${base}/office/reports?list=all&as=${secretary}`, { waitUntil: 'commit' })
  await page.waitForFunction(() => window.rows, undefined, { timeout: 30_000 })
  const names = await page.evaluate(() => [location.href, ...performance.getEntriesByType('resource').filter((r) => r.startTime < window.rows).map((r) => r.name)].filter((name) => name.includes('/office/')))
  await cdp.detach()
  return { names, rows: await page.evaluate(() => window.rows) }
}

story('the next report is there at once', async () => {
  const page = await desk(secretary, '/reports?list=all')
  await page.locator('.rows-table tbody tr').first().click()
  await page.getByRole('toolbar', { name: '可以办的' }).waitFor()
  const times = []
  for (let i = 0; i < 8; i++) {
    await page.waitForTimeout(600) // for the neighbours to be fetched
    times.push(await page.evaluate(() => new Promise((done) => {
      const title = document.querySelector('.pane-title')
      const before = title.textContent, at = performance.now()
      new MutationObserver((_, watch) => {
        if (document.querySelector('.pane-title').textContent === before) return
        watch.disconnect()
        requestAnimationFrame(() => done(performance.now() - at))
      }).observe(document.querySelector('.pane'), { childList: true, subtree: true, characterData: true })
      dispatchEvent(new KeyboardEvent('keydown', { key: 'j', bubbles: true }))
    })))
  }
  times.sort((a, b) => a - b)
  console.log(`    next report by key: median ${Math.round(times[4])} ms, slowest ${Math.round(times[7])} ms`)
})
