// The desk's search: everything in the territory, from one field.
import assert from 'node:assert/strict'
import { ask, desk, story, until } from './county.mjs'
import { seriousFaults } from './axe.mjs'
import { clerk, enter, fresh, secretary } from './desk.mjs'

const field = (page) => page.getByRole('combobox', { name: '搜索' })
const hits = (page) => page.getByRole('listbox', { name: '找到的' })

story('one field finds reports, residents and places by words, and leads there by keys', async () => {
  const name = fresh('欧阳小兰')
  await enter(name)
  const page = await desk(secretary, '/reports?list=all')
  await page.locator('.rows-table tbody tr').first().waitFor()
  await page.keyboard.press('/')
  await field(page).type('理发')
  await hits(page).getByRole('group', { name: '事件' }).getByRole('option').first().waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.waitForURL(/open=\d+/)
  await page.getByRole('toolbar', { name: '可以办的' }).waitFor()
  // A resident is found as soon as the words are indexed.
  await until(async () => (await ask(clerk, 'POST', '/staff/search', { q: name })).residents.length, (n) => n === 1)
  await field(page).fill(name)
  await hits(page).getByRole('option', { name: new RegExp(name) }).click()
  await page.getByRole('dialog', { name }).waitFor()
  assert.equal(new URL(page.url()).search.includes(encodeURIComponent(name)), false)
})

story('a telephone number is looked up only when the person asks for it', async () => {
  const page = await desk(secretary, '/reports?list=all')
  let asked = 0
  page.on('request', (r) => { if (r.url().includes('/staff/search')) asked++ })
  await field(page).fill('19900009999')
  await page.getByText('查了会留下记录').waitFor()
  await page.waitForTimeout(600)
  assert.equal(asked, 0)
  await field(page).press('Enter')
  await page.getByText('没有找到').waitFor()
  assert.equal(asked, 1)
})
