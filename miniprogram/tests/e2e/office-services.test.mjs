// The week of a community on a PC: a line of the timetable is moved, stretched and drawn; people booked are shown first.
import assert from 'node:assert/strict'
import { after } from 'node:test'
import { ask, desk, story, until } from './county.mjs'
import { clerk, community, elsewhere, enter, fresh, later, secretary, today } from './desk.mjs'

const at = await community()
const press = (page, name) => page.getByRole('button', { name, exact: true }).click()
const drawer = (page) => page.locator('.el-drawer:visible')
const block = (page, name, day) => page.getByRole('button', { name: new RegExp(`^周${day} ${name} `) })

const made = []
after(() => Promise.all(made.map((id) => ask(clerk, 'DELETE', `/staff/services/${id}`))))
/** A service with one line on Tuesdays from 14:00 to 16:00. */
async function offered(more = {}) {
  const name = fresh('量血压')
  const service = await ask(clerk, 'POST', `/staff/communities/${at}/services`, { name, kind: 'care', place: '二楼', rules: { ahead_days: 21, open_at: '00:00', per_week: 0 } })
  made.push(service.id)
  const { entry } = await ask(clerk, 'POST', `/staff/services/${service.id}/entries`, { from: await today(), to: '', days: [2], every_weeks: 1, nth_of_month: 0, begin: '14:00', end: '16:00', step_minutes: 0, places: 5, walk_ins: 0, provider_ids: [], host: '', holidays: true, ...more })
  return { name, service, entry }
}
const lineNow = async ({ service, entry }) => (await ask(clerk, 'GET', `/communities/${at}/services`)).items.find((s) => s.id === service.id)?.entries.find((e) => e.id === entry.id)

story('a block is moved and stretched by keys; who has booked is shown before it is saved', async () => {
  const one = await offered(), page = await desk(secretary, '/services')
  const monday = await today()
  const sessions = (await Promise.all([0, 7, 14].map((n) => later(monday, n)).map((day) => ask(clerk, 'GET', `/communities/${at}/week?day=${day}`)))).flatMap((w) => w.items).filter((s) => s.service_id === one.service.id)
  const resident = await enter(fresh('张大妈'))
  const booked = sessions[sessions.length - 1]
  await ask(clerk, 'POST', '/bookings', { session_id: booked.id, person_id: resident.id, consent: true })

  await block(page, one.name, '二').focus()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Shift+ArrowDown')
  await block(page, one.name, '三').waitFor()
  await page.getByText('改成 周三 14:30-16:45').waitFor()
  await page.getByText('有人约了的 1 场不动').waitFor()
  await page.getByText(/约了 1 人/).waitFor()
  assert.equal((await lineNow(one)).begin, '14:00')
  await press(page, '保存')
  await page.getByText('已保存').first().waitFor()
  await page.getByText(/每周三 14:30-16:45/).waitFor()
  await until(() => lineNow(one), (e) => e.begin === '14:30' && e.end === '16:45' && e.days.join() === '3')
  const mine = (await ask(clerk, 'GET', `/communities/${at}/week?day=${booked.day}`)).items.find((s) => s.id === booked.id)
  assert.equal(mine.begin_at, booked.begin_at, 'who has booked comes as before')

  // Esc gives up, Enter opens the form.
  await block(page, one.name, '三').focus()
  await page.keyboard.press('ArrowUp')
  await page.getByText('改成 周三 14:15-16:30').waitFor()
  await page.keyboard.press('Escape')
  await page.getByText('改成').waitFor({ state: 'detached' })
  await block(page, one.name, '三').press('Enter')
  await drawer(page).getByText('修改时间安排').waitFor()
})

story('a block is dragged to another day and stretched at its edge; an empty stretch becomes a new line', async () => {
  const one = await offered(), page = await desk(secretary, '/services', { width: 1920, height: 1080 })
  const held = block(page, one.name, '二')
  await held.scrollIntoViewIfNeeded()
  const box = await held.boundingBox(), friday = await page.locator('.week-day[data-day="5"]').boundingBox()
  await page.mouse.move(box.x + box.width / 2, box.y + 30) // blocks of other tests may stand beside it
  await page.mouse.down()
  await page.mouse.move(friday.x + friday.width / 2, box.y + 30 + 44, { steps: 8 })
  await page.mouse.up()
  await page.getByText('改成 周五 15:00-17:00').waitFor()
  const now = await block(page, one.name, '五').boundingBox()
  await page.mouse.move(now.x + now.width / 2, now.y + now.height - 3)
  await page.mouse.down()
  await page.mouse.move(now.x + now.width / 2, now.y + now.height - 3 - 44, { steps: 4 })
  await page.mouse.up()
  await page.getByText('改成 周五 15:00-16:00').waitFor()
  await press(page, '保存')
  await until(() => lineNow(one), (e) => e.days.join() === '5' && e.end === '16:00')

  await page.locator('.services-one').filter({ hasText: one.name }).click()
  const sunday = await page.locator('.week-day[data-day="7"]').boundingBox()
  const top = (await block(page, one.name, '五').boundingBox()).y
  await page.mouse.move(sunday.x + sunday.width - 6, top + 1)
  await page.mouse.down()
  await page.mouse.move(sunday.x + sunday.width - 6, top + 1 + 66, { steps: 4 })
  await page.mouse.up()
  await drawer(page).getByText('新增时间安排').waitFor()
  await press(page, '保存')
  await until(() => ask(clerk, 'GET', `/communities/${at}/services`), (all) => all.items.find((s) => s.id === one.service.id).entries.some((e) => e.days.join() === '7' && e.begin === '15:00' && e.end === '16:30'))
})

story('what ends shows the people booked; a change of an older line is not saved', async () => {
  const one = await offered(), page = await desk(secretary, '/services')
  await block(page, one.name, '二').focus()
  await page.keyboard.press('ArrowDown')
  await page.getByText('改成 周二 14:15-16:15').waitFor()
  const { id: _, ...line } = await lineNow(one) // somebody else is faster
  await ask(clerk, 'PUT', `/staff/entries/${one.entry.id}`, { ...line, places: 9 })
  await press(page, '保存')
  await page.getByText('刚才有人改过这里').first().waitFor()
  assert.equal((await lineNow(one)).begin, '14:00')
  await page.getByText('改成 周二 14:15-16:15').waitFor() // nothing is lost, and theirs stays
  await press(page, '保存')
  await until(() => lineNow(one), (e) => e.begin === '14:15' && e.places === 9)
  await page.getByText(/每周二 14:15-16:15/).waitFor()
  await press(page, '停办')
  await page.getByRole('dialog').getByText('没有人约的场次马上取消').waitFor()
  await page.getByRole('dialog').getByRole('button', { name: '停办', exact: true }).click()
  await until(() => lineNow(one), (e) => !e)

  const name = fresh('量身高')
  await press(page, '新增服务')
  await drawer(page).getByLabel('名称').fill(name)
  await elsewhere(drawer(page), '地点', '一楼')
  await press(page, '保存')
  await page.locator('.services-one').filter({ hasText: name }).click()
  await press(page, '停办服务')
  await page.getByRole('dialog').getByRole('button', { name: '停办', exact: true }).click()
  await page.locator('.services-one').filter({ hasText: name }).waitFor({ state: 'detached' })
})
