// Danger comes first: pinned, red and with the word 紧急 on the pages of resident, steward and staff; the form warns above its
// button.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { enlarged } from './browser.mjs'
import { ask, base, button, field, house, settle, story, take, text, until } from './county.mjs'
import { clerk } from './desk.mjs'

const shoot = async (page, name) => {
  if (!process.env.SHOTS) return
  mkdirSync(process.env.SHOTS, { recursive: true })
  await page.waitForTimeout(600)
  await page.screenshot({ path: join(process.env.SHOTS, `${name}.png`) })
}
const boxOf = (locator) => locator.boundingBox()

/** A report of danger at 5号楼, and an ordinary one after it. */
async function danger() {
  await settle('JM-03', '阳光花园5号楼')
  const at = { area_id: (await house('阳光花园5号楼')).id }
  const { id, number } = await ask('JM-03', 'POST', '/reports', { text: `二单元天然气泄漏，味道很大${Date.now() % 1000}`, ...at })
  await ask('JM-03', 'POST', '/reports', { text: `花坛的草高了 ${Date.now() % 1000}`, ...at })
  return { id, number }
}

story('the form shows the number to ring above its button, also above the keyboard', async () => {
  await settle('JM-03', '阳光花园5号楼')
  const page = await take('h5', 'JM-03', 'report/new/index')
  const words = field(page, '怎么回事')
  await words.fill('3号楼二单元天然气泄漏，味道很大')
  const box = page.locator('.foot .danger-loud'), link = box.getByRole('link', { name: /119/ })
  await link.waitFor()
  assert.equal(await link.getAttribute('href'), 'tel:119')
  const inside = async (height) => {
    const [warning, send] = [await boxOf(box), await boxOf(button(page, '提交给社区'))]
    assert.ok(warning.y >= 0 && warning.y + warning.height <= send.y + 1 && send.y + send.height <= height, JSON.stringify([warning, send, height]))
  }
  await inside(844)
  await shoot(page, 'urgent-form')
  await page.setViewportSize({ width: 390, height: 430 }) // what a keyboard leaves
  await inside(430)
  await page.setViewportSize({ width: 390, height: 844 })
  await page.evaluate(() => { // a keyboard that covers the page, as on iOS
    const seen = window.visualViewport
    Object.defineProperty(seen, 'height', { configurable: true, get: () => window.innerHeight - 330 })
    seen.dispatchEvent(new Event('resize'))
  })
  await until(async () => { const b = await boxOf(button(page, '提交给社区')); return b.y + b.height <= 844 - 330 })
  await inside(844 - 330)
  await words.fill('问一下燃气费怎么交')
  await box.waitFor({ state: 'detached' })
})

story('danger is first for the steward and for staff, and each number has its rows', async () => {
  const { id, number } = await danger()
  const steward = await take('h5', 'HGJ-04')
  const tile = steward.locator('.urgent-tile:visible'), rows = steward.locator('.wait:visible')
  await tile.waitFor()
  const urgent = (await ask('HGJ-04', 'GET', '/waiting')).items.filter((w) => w.urgent)
  assert.ok((await rows.first().textContent()).includes('紧急'), 'the first row is urgent')
  assert.ok((await boxOf(tile)).y < 300, 'the number stands at the top')
  await shoot(steward, 'urgent-steward-home')
  assert.equal(Number(await steward.locator('.urgent-count').textContent()), urgent.length)
  await tile.click()
  await until(() => rows.count(), (n) => n === urgent.length)
  await steward.to('pages/steward/index')
  const first = steward.locator('.report:visible').first()
  await first.getByText('紧急', { exact: true }).waitFor()
  assert.ok((await first.textContent()).includes(number), 'the report of danger is pinned')
  await shoot(steward, 'urgent-steward')
  await steward.to(`duty/report/index?id=${id}`)
  await text(steward, '邻居说有危险').waitFor()
  await shoot(steward, 'urgent-steward-report')

  const office = await take('staff', clerk)
  const alarm = office.locator('.num-alarm:visible').first()
  await alarm.waitFor()
  const { urgent: count } = await ask(clerk, 'GET', '/staff/home')
  assert.equal(Number(await alarm.locator('.num-count').textContent()), count)
  await shoot(office, 'urgent-staff-home')
  await alarm.click()
  const cards = office.locator('.report:visible')
  await until(() => cards.count(), (n) => n === count)
  await office.getByRole('tab', { name: /全部/ }).locator('visible=true').click()
  await until(() => cards.count(), (n) => n > count)
  assert.ok((await cards.first().textContent()).includes('紧急'), 'pinned in the list of all')
  await shoot(office, 'urgent-staff-list')
  await office.to(`report/detail/index?id=${id}`)
  await text(office, '紧急').waitFor()
  assert.equal(await office.getByText('请您评价').count(), 0)

  const author = await take('h5', 'JM-03', 'pages/progress/index')
  assert.ok((await author.locator('.report:visible').first().textContent()).includes('紧急'), 'pinned among my own')
})

story('a call of danger has its own number and list', async () => {
  await settle('JM-03', '阳光花园5号楼')
  await ask('JM-03', 'POST', `/buildings/${(await house('阳光花园5号楼')).id}/call`, { words: `老人摔倒流血了 ${Date.now() % 1000}`, phone: '13912340001' })
  const office = await take('staff', clerk)
  const tile = office.locator('.num-alarm:visible', { hasText: '紧急求助' })
  await tile.waitFor()
  const { urgent_calls: count } = await ask(clerk, 'GET', '/staff/home')
  assert.equal(Number(await tile.locator('.num-count').textContent()), count)
  await tile.click()
  await until(() => office.locator('.card-urgent:visible').count(), (n) => n === count)
  await shoot(office, 'urgent-calls')
  for (const path of ['', 'pages/reports/index']) {
    const desk = await take('staff', clerk, path, { width: 1440, height: 900, isMobile: false })
    await desk.locator('.num-alarm:visible, .card-urgent:visible').first().waitFor()
    await shoot(desk, `urgent-wide-${path.replaceAll('/', '-')}`)
  }
})

story('danger fits a narrow screen with the largest text', async () => {
  await danger()
  const narrow = await enlarged({ width: 320, height: 640 }, 32)
  try {
    const page = narrow.pages()[0]
    for (const [app, key, path] of [['h5', 'HGJ-04', ''], ['h5', 'HGJ-04', 'pages/steward/index'], ['staff', clerk, ''], ['staff', clerk, 'people/calls/index?list=urgent']]) {
      await page.goto('about:blank')
      await page.goto(`${base}/${app}/?as=${key}#/${path}`)
      await page.getByText('紧急').locator('visible=true').first().waitFor()
      const wide = await page.evaluate(() => document.documentElement.scrollWidth)
      assert.ok(wide <= 320, `${app} ${path} is ${wide} wide`)
      await shoot(page, `urgent-narrow-${app}-${path.replaceAll('/', '-').replace(/\?.*/, '')}`)
    }
  } finally {
    await narrow.close()
  }
})
