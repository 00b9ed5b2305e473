import { startBrowser, phone } from './browser.mjs'
const base = process.argv[2], rate = +process.argv[3], slow = process.argv[4] === 'slow'
const browser = await startBrowser()
for (let i = 0; i < 4; i++) {
  const page = await phone(browser)
  const cdp = await page.context().newCDPSession(page)
  await cdp.send('Network.enable')
  if (slow) await cdp.send('Network.emulateNetworkConditions', { offline: false, latency: 562.5, downloadThroughput: 1.6e6 / 8 * 0.9, uploadThroughput: 750e3 / 8 * 0.9 })
  await cdp.send('Emulation.setCPUThrottlingRate', { rate })
  await page.addInitScript(() => {
    new MutationObserver((_, o) => { if (document.querySelector('#early a')) { window.__early ??= performance.now() } if (document.querySelector('.tile-main')) { window.__ready = performance.now(); o.disconnect() } }).observe(document, { childList: true, subtree: true })
  })
  await page.goto(base + '/h5/?as=wang#/', { waitUntil: 'commit' })
  await page.waitForFunction(() => window.__ready)
  console.log(await page.evaluate(() => ({ early: Math.round(window.__early), ready: Math.round(window.__ready), js: Math.round(performance.getEntriesByType('resource').find((r) => /index-.*js/.test(r.name)).responseEnd), last: Math.round(Math.max(...performance.getEntriesByType('resource').filter((r) => /assets/.test(r.name)).map((r) => r.responseEnd))), client: Math.round(performance.getEntriesByType('resource').find((r) => /client/.test(r.name))?.startTime) })))
  await page.context().close()
}
await browser.close()
