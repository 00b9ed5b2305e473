// What axe finds serious on a page.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Returns the serious and critical faults of the page as it is now, one line each. */
export async function seriousFaults(page) {
  await page.waitForFunction(() => !document.querySelector('.uni-simple-toast__text')?.checkVisibility(), undefined, { timeout: 8000 }) // it fades out while axe looks
  await page.waitForFunction(() => !document.querySelector('.is-closing, [class*="-leave-active"]')) // a dialog on its way out has no words
  await page.evaluate(() => { // half faded in, everything lacks contrast
    const ending = document.getAnimations().filter((a) => Number.isFinite(a.effect?.getComputedTiming().endTime))
    return Promise.race([Promise.all(ending.map((a) => a.finished.catch(() => {}))), new Promise((done) => { setTimeout(done, 5000) })])
  })
  await page.evaluate(`if (!window.axe) { ${axe} }`)
  const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
  return violations.filter((v) => ['serious', 'critical'].includes(v.impact)).map((v) => `${v.id} ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} (${n.any[0]?.message ?? ''})`).join(' | ')}`)
}
