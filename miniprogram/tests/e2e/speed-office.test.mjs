// The desk's first view on a slow PC: 10 Mbit/s with 40 ms of delay, and a processor four times slower than this machine's.
// Times are printed; what is required is weight and round trips, which no busy machine changes.
import assert from 'node:assert/strict'
import { ask, base, desk, story } from './county.mjs'
import { secretary } from './desk.mjs'
import { slow, timeline, trips, weigh } from './timeline.mjs'

const weight = 205 * 1024 // bytes
const inbox = `${base}/office/reports?list=all&as=${secretary}`, row = '.rows-table tbody tr'

story('the first view of the desk is light', async () => {
  await ask(secretary, 'GET', '/me')
  const seen = []
  for (let i = 0; i < 3; i++) seen.push(await visit())
  seen.sort((a, b) => a.rows - b.rows)
  const { names, rows, said } = seen[1]
  const bytes = await weigh(names)
  console.log(`    first view: ${Math.round(bytes / 1024)} kB gzip in ${names.length} files, rows after ${Math.round(rows)} ms (median of 3)\n    ${said}`)
  assert.ok(bytes < weight, `${bytes} bytes`)
  assert.ok(!names.some((name) => /charts-|kit-/.test(name)), 'charts, calendars and dialogs are fetched after the rows, or by the pages that have them')
})

story('the rows are there after the page, the program and one answer', async () => {
  const page = await desk(secretary, '/nothing') // logs in
  await page.locator('.shell-me').waitFor()
  await page.goto('about:blank')
  const { count, files } = await trips(page, inbox, row, (url) => new URL(url).pathname === '/api/v1/staff/reports')
  assert.ok(count <= 2, files.join('\n'))
  await page.getByRole('search', { name: '筛选' }).getByRole('combobox', { name: '类别' }).waitFor() // the filters come after them
})

async function visit() {
  const page = await desk(secretary, '/nothing')
  await page.goto('about:blank')
  const cdp = await slow(page, { latency: 40, down: 10e6, up: 10e6, times: 4 })
  await page.addInitScript((shown) => {
    const watch = new MutationObserver(() => {
      if (document.querySelector(shown)) { window.rows = performance.now(); watch.disconnect() }
    })
    watch.observe(document, { childList: true, subtree: true })
  }, row)
  await page.goto(inbox, { waitUntil: 'commit' })
  await page.waitForFunction(() => window.rows, undefined, { timeout: 30_000 })
  const rows = await page.evaluate(() => window.rows)
  const names = await page.evaluate(() => [location.href, ...performance.getEntriesByType('resource').filter((r) => r.startTime < window.rows).map((r) => r.name)].filter((name) => name.includes('/office/')))
  const said = await timeline(page, cdp, rows)
  await cdp.detach()
  return { names, rows, said }
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
