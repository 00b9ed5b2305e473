// The residents' first page on a slow telephone: Chromium's "Fast 3G" (1.6 Mbit/s less a tenth, 562 ms to the first byte of
// each answer) and a processor four times slower than this machine's.
import assert from 'node:assert/strict'
import { bare, base, story, text } from './county.mjs'

const weight = 300 * 1024, patience = 2000 // bytes, ms

story('the first page is light, and can be tapped within two seconds', async () => {
  const seen = []
  for (let i = 0; i < 3; i++) seen.push(await visit())
  seen.sort((a, b) => a.tapped - b.tapped)
  const { names, tapped, whole } = seen[1]
  let bytes = 0
  for (const name of names) bytes += Number((await fetch(name, { headers: { 'Accept-Encoding': 'gzip' } })).headers.get('content-length'))
  console.log(`    first page: ${Math.round(bytes / 1024)} kB gzip in ${names.length} files, can be tapped after ${Math.round(tapped)} ms, the program has taken over after ${Math.round(whole)} ms (median of 3)`)
  assert.ok(bytes < weight, `${bytes} bytes`)
  assert.ok(seen[0].tapped < patience, `${seen[0].tapped} ms`) // the fastest run: a delay of the machine does not count
})

async function visit() {
  const phone = await bare()
  const cdp = await phone.context().newCDPSession(phone)
  await cdp.send('Network.enable')
  await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 562.5, downloadThroughput: (1.6e6 / 8) * 0.9, uploadThroughput: (750e3 / 8) * 0.9 })
  await cdp.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await phone.addInitScript(() => {
    const watch = new MutationObserver(() => { // inside the page: a poll from outside may come too late
      window.early ||= !!document.querySelector('#early a[href]')
      if (document.querySelector('.tile-main')) { window.whole = performance.now(); watch.disconnect() }
    })
    watch.observe(document, { childList: true, subtree: true })
  })
  await phone.goto(`${base}/h5/?as=wang#/`, { waitUntil: 'commit' })
  await phone.waitForFunction(() => window.whole, undefined, { timeout: 30_000 })
  assert.ok(await phone.evaluate(() => window.early), 'the loading page has something to tap')
  const whole = await phone.evaluate(() => window.whole)
  const early = await phone.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0].startTime) // painted, not only in the document
  const names = await phone.evaluate(() => [location.href.split('#')[0], ...performance.getEntriesByType('resource').map((r) => r.name)].filter((name) => name.includes('/h5/')))
  await cdp.detach()
  return { names, tapped: early, whole }
}

story('a tap while the program is loading opens the page', async () => {
  const phone = await bare()
  let arrive
  const tapped = new Promise((done) => { arrive = done })
  await phone.route('**/assets/*.js', (route) => tapped.then(() => route.continue()))
  await phone.goto(`${base}/h5/?as=wang#/`, { waitUntil: 'commit' })
  await phone.locator('#early a', { hasText: '随手拍' }).click()
  arrive()
  await text(phone, '拍一张照片').waitFor()
  assert.equal(await phone.locator('#early').count(), 0)
})
