// For everybody: screen readers (axe), small screens, large texts, elder mode. Every page of both clients is looked at.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { base, button, story, take, text } from './county.mjs'
import { enlarged } from './browser.mjs'
import { furnish } from './furnish.mjs'
import { pathsOf, queries } from './pages.mjs'

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const clients = [['h5', 'resident', 'HGJ-04'], ['staff', 'staff', 'YG-02']]

/** Opens each page in turn on one telephone and hands it over when it has come to rest. */
async function tour(app, name, key, page, look) {
  const asks = (await queries())[app]
  for (const path of pathsOf(name)) {
    await page.goto('about:blank')
    await page.goto(`${base}/${app}/?as=${key}#/${path}${asks[path] ? `?${asks[path]}` : ''}`)
    await page.locator('uni-page-body .app').first().waitFor()
    await page.waitForLoadState('networkidle')
    await page.waitForTimeout(250)
    await look(path)
  }
}

for (const [app, name, key] of clients) {
  story(`axe finds nothing serious in the ${name} client`, async () => {
    await furnish('HGJ-04')
    const phone = await take(app, key)
    const found = []
    await tour(app, name, key, phone, async (path) => {
      await phone.evaluate(axe)
      const { violations } = await phone.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }))
      for (const v of violations.filter((one) => ['serious', 'critical'].includes(one.impact))) {
        found.push(`${path}: ${v.id} ${v.nodes.slice(0, 3).map((n) => `${n.html.slice(0, 160)} (${n.any[0]?.message ?? ''})`).join(' | ')}`)
      }
    })
    assert.deepEqual(found, [])
  })

  story(`the ${name} client fits 320 pixels with texts twice as large`, async () => {
    await furnish('HGJ-04')
    const context = await enlarged({ width: 320, height: 640 }, 32)
    const page = context.pages()[0]
    const wide = []
    await tour(app, name, key, page, async (path) => {
      const scale = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--fs'))
      assert.equal(Number(scale), 2, 'the texts are not larger')
      wide.push(...(await page.evaluate(overflowing)).map((what) => `${path}: ${what}`))
    })
    await context.close()
    assert.deepEqual(wide, [])
  })
}

/** In the page: what hangs over the side of the screen, and texts of which a part cannot be read. */
function overflowing() {
  const wrong = []
  const say = (what, el) => wrong.push(`${what}: ${el.className || el.tagName} “${(el.textContent ?? '').trim().slice(0, 20)}”`)
  if (document.scrollingElement.scrollWidth > innerWidth + 1) wrong.push(`the page is ${document.scrollingElement.scrollWidth} wide`)
  for (const el of document.querySelectorAll('uni-page-body *')) {
    const box = el.getBoundingClientRect()
    if (!box.width || !box.height || el.closest('.uni-scroll-view,[aria-hidden=true],svg,uni-resize-sensor')) continue
    if (box.right > innerWidth + 1 || box.left < -1) say(`from ${Math.round(box.left)} to ${Math.round(box.right)}`, el)
    const style = getComputedStyle(el)
    if (style.overflowX === 'hidden' && el.scrollWidth > el.clientWidth + 1 && el.textContent.trim() && !el.closest('uni-input,uni-textarea,uni-image,.picked-bar')) say('cut off', el)
  }
  return wrong.slice(0, 6)
}

story('elder mode is one switch, is remembered, and shows less, larger', async () => {
  const phone = await take('h5', 'HGJ-04', 'pages/mine/index')
  const size = () => phone.locator('.tabbar-item').first().evaluate((el) => parseFloat(getComputedStyle(el).fontSize))
  const before = await size()
  await phone.getByRole('switch', { name: /长辈/ }).click()
  await phone.locator('.app.elder').first().waitFor()
  assert.ok(Math.abs((await size()) / before - 1.3) < 0.02)
  await phone.to('report/new/index')
  await text(phone, '拍一张照片').waitFor()
  await phone.locator('.app.elder').first().waitFor()
  assert.equal(await phone.getByText('类别：').count(), 0, 'nobody has to sort what he reports')
  const target = await button(phone, '提交给社区').boundingBox()
  assert.ok(target.height >= 52, `${target.height}px`)
  await phone.to('pages/mine/index')
  await phone.getByRole('switch', { name: /长辈/ }).click()
})

story('what can be tapped is large enough, and the keyboard reaches it', async () => {
  await furnish('HGJ-04')
  const phone = await take('h5', 'HGJ-04')
  const small = []
  await tour('h5', 'resident', 'HGJ-04', phone, async (path) => {
    small.push(...await phone.evaluate((where) => [...document.querySelectorAll('uni-page-body [role=button],uni-page-body [role=radio],uni-page-body [role=tab],uni-page-body [role=switch]')]
      .filter((el) => el.getBoundingClientRect().height > 0)
      .filter((el) => el.getBoundingClientRect().height < 37 || el.getBoundingClientRect().width < 37 || el.tabIndex < 0)
      .map((el) => `${where}: ${el.className} ${Math.round(el.getBoundingClientRect().width)}x${Math.round(el.getBoundingClientRect().height)} tab ${el.tabIndex}`).slice(0, 4), path))
  })
  assert.deepEqual(small, [])
  await phone.to('')
  await text(phone, '等我处理').waitFor()
  await phone.locator('.tile-main').focus()
  await phone.keyboard.press('Enter')
  await text(phone, '拍一张照片').waitFor()
})
