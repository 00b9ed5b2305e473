// A headless Chromium with simulated telephones.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const flags = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update',
  '--disable-sync',
]

/** Starts a browser; `phone` creates its telephones. */
export async function startBrowser() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: [...flags, `--disk-cache-dir=${mkdtempSync(join(tmpdir(), 'linli-cache-'))}`] })
}

/**
 * A telephone: a page with its own empty storage. It records script errors, requests to other hosts, and violations of the
 * security policy as `wrongs`; the errors of its console and failed requests are `said`, for the message of a failure.
 */
export async function phone(browser, { width = 390, height = 844, ...more } = {}) {
  const context = await browser.newContext({ viewport: { width, height }, deviceScaleFactor: 2, isMobile: true, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai', ...more })
  const page = await context.newPage()
  page.setDefaultTimeout(15_000)
  page.wrongs = []
  page.said = []
  page.on('pageerror', (e) => page.wrongs.push(`error: ${e.message}`))
  page.on('console', (m) => { if (/Content Security Policy|Unhandled error/.test(m.text())) page.wrongs.push(`console: ${m.text()}`) })
  page.on('console', (m) => { if (m.type() === 'error') page.said.push(m.text()) })
  page.on('requestfailed', (r) => page.said.push(`${r.failure()?.errorText} ${r.url()}`))
  page.on('request', (r) => { if (!/^(http:\/\/127\.0\.0\.1[:/]|data:|blob:|about:)/.test(r.url())) page.wrongs.push(`foreign: ${r.url()}`) })
  return page
}

/** A browser with a text size in its settings; its one telephone is pages()[0]. */
export async function enlarged(viewport, size) {
  const folder = mkdtempSync(join(tmpdir(), 'linli-large-'))
  mkdirSync(join(folder, 'Default'))
  writeFileSync(join(folder, 'Default', 'Preferences'), JSON.stringify({ webkit: { webprefs: { default_font_size: size, default_fixed_font_size: size } } }))
  return chromium.launchPersistentContext(folder, { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: flags, viewport, isMobile: true, hasTouch: true, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' })
}
