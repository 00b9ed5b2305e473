// Every page of the desk's menu on the screens of offices: what Windows leaves of 1440x900 at 125 and 150 per cent, and from 1280 to 3840.
import assert from 'node:assert/strict'
import { desk, story } from './county.mjs'
import { secretary } from './desk.mjs'
import { seriousFaults } from './axe.mjs'

const longest = 2000 // pixels of one panel

/** The addresses of the menu. */
const addresses = (page) => page.locator('.shell-menu a').evaluateAll((all) => all.map((a) => new URL(a.href).pathname.replace('/office', '')).filter((path) => path !== '/wall'))

/** What reaches over the sides of the window, unless it is in something that scrolls by itself. */
const beyond = (page) => page.evaluate(() => {
  const found = document.scrollingElement.scrollWidth > innerWidth ? [`the page is ${document.scrollingElement.scrollWidth} wide`] : []
  const content = document.querySelector('.shell-content')
  if (content.scrollWidth > content.clientWidth) found.push(`the content is ${content.scrollWidth} wide`)
  const scrolls = (e) => e && e !== content && (/auto|scroll/.test(getComputedStyle(e).overflowX) || scrolls(e.parentElement))
  for (const e of document.querySelectorAll('button, a, input, th, h1, h2')) {
    const box = e.getBoundingClientRect()
    if (!box.width || box.left >= 0 && box.right <= innerWidth + 1 || e.closest('.shell-skip, .sr-only, .el-table') || scrolls(e)) continue
    found.push(`${e.tagName} ${e.textContent.trim().slice(0, 20) || e.className}`)
  }
  return found
})

for (const [width, height] of [[960, 600], [1152, 720], [1280, 720], [3840, 2160]]) {
  story(`every page fits ${width}x${height}`, async () => {
    const page = await desk(secretary, '/reports?list=all', { width, height })
    await page.locator('.rows-table tbody tr').first().click()
    await page.locator('.pane-title').waitFor()
    assert.deepEqual(await beyond(page), [], 'an open report')
    for (const path of await addresses(page)) {
      await page.goto(page.url().replace(/\/office\/[^?]*\??/, `/office${path}?`).replace(/list=[^&]*&?|open=[^&]*&?/g, ''))
      await page.locator('h1').first().waitFor({ state: 'attached' })
      await page.waitForTimeout(500) // its rows
      assert.equal(new URL(page.url()).pathname, `/office${path}`)
      assert.deepEqual(await beyond(page), [], path)
      if (width === 960) assert.deepEqual(await seriousFaults(page), [], path)
      if (width > longest) assert.ok(await page.locator('.page .panel').evaluateAll((all, most) => all.every((e) => e.offsetWidth <= most), longest), `${path}: lines are too long`)
    }
  })
}

story('on a small screen the menu lies over the page, and is folded again on the next one', async () => {
  const page = await desk(secretary, '/limits', { width: 960, height: 600 })
  await page.locator('.shell-entry-name').first().waitFor({ state: 'hidden' })
  const before = await page.locator('.shell-content').boundingBox()
  await page.getByRole('button', { name: '展开菜单' }).click()
  await page.locator('.shell-menu').getByText('人员与任职').waitFor()
  assert.deepEqual(await page.locator('.shell-content').boundingBox(), before)
  await page.locator('.shell-menu').getByText('人员与任职').click()
  await page.waitForURL(/\/people/)
  await page.getByRole('button', { name: '展开菜单' }).waitFor()
})

story('a field has one ring when it has the focus', async () => {
  const page = await desk(secretary, '/people')
  const field = page.locator('.el-input__inner').first()
  await field.focus()
  assert.equal(await field.evaluate((e) => getComputedStyle(e).outlineStyle), 'none')
  assert.notEqual(await field.evaluate((e) => getComputedStyle(e.closest('.el-input__wrapper')).boxShadow), 'none')
})
