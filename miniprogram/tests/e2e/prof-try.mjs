import { startBrowser, phone } from './browser.mjs'
import fs from 'fs'
const browser = await startBrowser()
const page = await phone(browser)
const cdp = await page.context().newCDPSession(page)
await page.addInitScript(() => {
    const marks = window.__marks = []
    const t = (n) => marks.push([n, Math.round(performance.now())])
    new MutationObserver(() => { for (const s of ['uni-app', 'uni-page', '.hero', '.tile-main']) if (document.querySelector(s) && !marks.some((m) => m[0] === s)) t(s) }).observe(document, { childList: true, subtree: true })
    document.addEventListener('DOMContentLoaded', () => t('dcl'))
})
await cdp.send('Profiler.enable'); await cdp.send('Profiler.setSamplingInterval', { interval: 500 }); await cdp.send('Profiler.start')
await page.goto(process.argv[2] + '/h5/?as=wang#/', { waitUntil: 'commit' })
await page.waitForSelector('.tile-main')
const { profile } = await cdp.send('Profiler.stop')
console.log(await page.evaluate(() => [window.__marks, performance.getEntriesByType('resource').map((r) => [r.name.split('/').pop(), Math.round(r.startTime), Math.round(r.responseEnd)]), performance.getEntriesByType('paint').map((p) => [p.name, Math.round(p.startTime)])]))
const self = new Map(); const dt = profile.timeDeltas; const byId = new Map(profile.nodes.map((n) => [n.id, n]))
profile.samples.forEach((id, i) => { const n = byId.get(id); const k = n.callFrame.functionName + ' ' + n.callFrame.url.split('/').pop() + ':' + n.callFrame.lineNumber + ':' + n.callFrame.columnNumber; self.set(k, (self.get(k) || 0) + dt[i] / 1000) })
console.log([...self].sort((a, b) => b[1] - a[1]).slice(0, 25).map(([k, v]) => v.toFixed(1) + ' ' + k).join('\n'))
await browser.close()
