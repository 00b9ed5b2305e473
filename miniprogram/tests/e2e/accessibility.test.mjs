// Accessibility: screen readers (axe), small screens, large texts, elder mode, on each page of both clients.
import assert from 'node:assert/strict'
import { base, button, story, take, text } from './county.mjs'
import { seriousFaults } from './axe.mjs'
import { enlarged } from './browser.mjs'
import { furnish } from './furnish.mjs'
import { pathsOf, queries } from './pages.mjs'

/**
 * Opens each page in turn on one telephone and passes it on when it is idle. The program is loaded once; a page that differs
 * by its subject is opened with up to `most` of them.
 */
async function tour(app, name, key, page, look, most = 1) {
  const asks = (await queries())[app]
  await page.goto(`${base}/${app}/?as=${key}#/`)
  await page.locator('uni-page-body .app').first().waitFor()
  let before = ''
  for (const [path, query] of pathsOf(name).flatMap((one) => [asks[one] ?? ''].flat().slice(0, most).map((q) => [one, q]))) {
    if (path === before) await page.evaluate(() => { location.replace('#/') }) // otherwise the same page would not reload
    before = path
    const rest = settled(page)
    await page.evaluate((to) => { location.replace(to) }, `#/${path}${query && `?${query}`}`)
    await page.waitForFunction((route) => document.querySelector(`uni-page[data-page="${route}"] .app`)?.getBoundingClientRect().height > 0, path)
    await rest()
    await look(`${path}${query && `?${query}`}`)
  }
}

/** Watches the page's requests; the returned function waits until none has been open for a moment. */
function settled(page) {
  let open = 0, last = Date.now()
  const begin = () => { open++ }, end = () => { open--; last = Date.now() }
  page.on('request', begin).on('requestfinished', end).on('requestfailed', end)
  return async () => {
    const until = Date.now() + 5000
    while (Date.now() < until && (open > 0 || Date.now() - last < 120)) await page.waitForTimeout(30)
    page.off('request', begin).off('requestfinished', end).off('requestfailed', end)
  }
}

// The longest texts of the service, where the demo may have none.
const worst = {
  '**/api/v1/staff/unreachable*': {
    next: '', items: [['nobody', '没有红管家'], ['never_logged_in', '红管家从未登录'], ['not_following', '红管家没有关注公众号，也没有允许提醒'], ['undelivered', '最近一次紧急通知没有送达红管家']].map(([reason, reason_name], i) => ({
      area_id: String(i + 1), area_name: '阳光社区 阳光花园三期东区23号楼', person_id: '7', person_name: '欧阳建国', person_phone: '138****5678', reason, reason_name, since: '2026-11-27T09:00:00+08:00',
    })),
  },
}

// One person of each role in the demo. JM-10 is a provider without a posting, CG-01 a provider with one.
const staff = ['YG-02', 'YG-01', 'YG-21', 'YG-11', 'CG-01', 'ZX-01', 'HW-01', 'YW-01', 'JM-10']
const residents = ['HGJ-04', 'JM-15', 'JM-01', 'JM-09']

for (const [app, name, keys] of [['h5', 'resident', residents], ['staff', 'staff', staff]]) {
  story(`axe finds nothing serious in the ${name} client, and its controls are large enough`, async () => {
    await furnish('HGJ-04')
    const key = keys[0], phone = await take(app, key)
    const found = []
    await tour(app, name, key, phone, async (path) => {
      found.push(...(await seriousFaults(phone)).map((what) => `${path}: ${what}`))
      found.push(...(await phone.evaluate(small)).map((what) => `${path}: ${what}`))
    })
    assert.deepEqual(found, [])
  })

  story(`every page of the ${name} client fits 320 pixels with texts twice as large, for every role`, async () => {
    await furnish('HGJ-04')
    const context = await enlarged({ width: 320, height: 640 }, 32)
    const wrong = []
    for (const key of keys) {
      const page = await context.newPage()
      for (const [at, json] of Object.entries(worst)) await page.route(at, (route) => route.fulfill({ json }))
      await tour(app, name, key, page, async (path) => {
        const scale = await page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue('--fs'))
        assert.equal(Number(scale), 2, 'the texts are not larger')
        for (const look of [overflowing, overlapping, small]) wrong.push(...(await page.evaluate(look)).map((what) => `${key} ${path}: ${what}`))
      }, key === keys[0] ? 20 : 1)
      await page.close()
    }
    await context.close()
    assert.deepEqual(wrong, [])
  })
}

/** In the page: controls that are too small, or that the keyboard does not reach. */
function small() {
  const shown = (el) => el.getBoundingClientRect().height > 0
  return [...document.querySelectorAll('uni-page-body [role=button],uni-page-body [role=radio],uni-page-body [role=tab],uni-page-body [role=switch]')]
    .filter(shown)
    .map((el) => [el, el.getBoundingClientRect()])
    .filter(([el, box]) => box.height < 37 || box.width < 37 || el.tabIndex < 0)
    .map(([el, box]) => `small: ${el.className} ${Math.round(box.width)}x${Math.round(box.height)} tab ${el.tabIndex}`).slice(0, 4)
}

/** In the page: elements that cover others. Fixed ones at the foot or the head do so by design, and the page scrolls. */
function overlapping() {
  const own = (el) => [...el.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
  const filled = (el) => !/^rgba\(.*, 0\)$|^transparent$/.test(getComputedStyle(el).backgroundColor)
  const all = [...document.querySelectorAll('uni-page-body .app *')].filter((el) => {
    if (el.closest('.foot,.sheet-mask,.picked,.tabbar,.uni-scroll-view,uni-input,uni-textarea,uni-image,svg,uni-resize-sensor,[aria-hidden=true]')) return false
    const box = el.getBoundingClientRect()
    return box.width > 2 && box.height > 2 && (own(el) || filled(el))
  }).flatMap((el) => [...el.getClientRects()].map((box) => [el, box])) // a text of several lines has several boxes
  const wrong = []
  for (const [i, [a, p]] of all.entries()) {
    for (const [b, q] of all.slice(i + 1)) {
      if (a === b || a.contains(b) || b.contains(a)) continue
      const wide = Math.min(p.right, q.right) - Math.max(p.left, q.left), high = Math.min(p.bottom, q.bottom) - Math.max(p.top, q.top)
      if (wide > 3 && high > 8) wrong.push(`“${b.textContent.trim().slice(0, 16)}” (${b.className}) lies ${Math.round(high)} px over “${a.textContent.trim().slice(0, 16)}” (${a.className})`)
    }
  }
  return wrong.slice(0, 4)
}

/** In the page: elements beyond the side of the screen, and texts that are cut. */
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
  assert.equal(await phone.getByText('类别：').count(), 0, 'the category is not asked for')
  const target = await button(phone, '提交给社区').boundingBox()
  assert.ok(target.height >= 52, `${target.height}px`)
  await phone.to('pages/mine/index')
  await phone.getByRole('switch', { name: /长辈/ }).click()
})

story('the keyboard reaches every control', async () => {
  const phone = await take('h5', 'HGJ-04')
  await text(phone, '等我处理').waitFor()
  await phone.locator('.tile-main').focus()
  await phone.keyboard.press('Enter')
  await text(phone, '拍一张照片').waitFor()
})
