// The numbers on the first page of staff (工作台): each tile opens a list with exactly so many rows, and the service agrees.
import assert from 'node:assert/strict'
import { ask, story, take, until } from './county.mjs'
import { clerk, inSheet, press, secretary } from './desk.mjs'

const lists = {
  紧急事件: 'urgent',
  待受理: 'unaccepted', 已超时: 'overdue', 今天到期: 'due_today', 等我处理: 'waiting', 在我手上: 'mine', 待批复: 'approvals', 督办待回复: 'supervised',
  待确定网格: 'unlocated', 语音待听: 'unheard',
}
const numbers = { 紧急求助: 'urgent_calls', 无人确认: 'unanswered', 联系不上的楼: 'unreachable', 待回复咨询: 'inquiries', 待电话确认: 'bookings_by_phone', 家人申请: 'families', 借出过期: 'loans_late', 待接办的代办: 'errands_new', 超时的代办: 'errands_late', 待安排的上门: 'orders_new', 超时的上门: 'orders_late', 借场地待答复: 'uses_asked', 用餐待答复: 'meals_asked', 吹哨报到: 'whistles', 待复核的办事指南: 'guide_to_review', 没通知到的人: 'undelivered', 新搬来待确认: 'arrivals', 待办的推荐: 'nominations', 岗位空缺: 'vacancies', 待回访: 'follow_ups', 待问满意度: 'to_ask' }
/** Lists of several pages that say where they end. */
const ends = (name) => name in lists || ['岗位空缺', '待回访', '待问满意度'].includes(name)
const firstPages = { 求助: '/staff/calls?list=open' }

/** The number of a tile from the service: 3, or 20+ if there is a second page. */
async function known(key, name) {
  if (!firstPages[name]) return String((await ask(key, 'GET', '/staff/home'))[lists[name] ?? numbers[name]])
  const { items, next } = await ask(key, 'GET', firstPages[name])
  return `${items.length}${next ? '+' : ''}`
}

/** The number of rows in the opened list; with `end` it is read to its end. */
async function listed(page, end) {
  const rows = page.locator('.card:visible')
  let up = 0
  await until(async () => {
    up = 2000 - up // a page that is at its end already says nothing
    await page.evaluate((less) => scrollTo(0, document.documentElement.scrollHeight - less), up)
    if (await page.locator('.state-words:visible, .list-end:visible').count()) return true
    return !end && await rows.count() > 0 && await page.getByLabel('正在加载').locator('visible=true').count() === 0
  })
  return String(await rows.count())
}

for (const [key, who] of [[clerk, 'a clerk'], ['YG-21', 'a grid officer'], [secretary, 'a secretary']]) {
  story(`each number of ${who} is the length of its list`, async () => {
    const office = await take('staff', key)
    const tiles = office.locator('.num:visible')
    const ready = () => until(() => tiles.locator('.num-count').allTextContents(), (all) => all.length > 0 && all.every((said) => /^\d/.test(said)))
    await ready()
    const names = (await tiles.locator('.num-name').allTextContents()).map((name) => name.trim())
    assert.ok(names.length >= 10 && Object.keys(lists).filter((name) => names.includes(name)).length >= 6, names.join())
    for (const name of names) {
      await until(async () => {
        await office.to('')
        await ready()
        const tile = tiles.filter({ has: office.getByText(name, { exact: true }) })
        const said = (await tile.locator('.num-count').textContent()).trim(), right = await known(key, name)
        await tile.click()
        return [said, right, await listed(office, ends(name))]
      }, ([said, right, rows]) => said === right && (said.endsWith('+') ? Number(rows) >= Number.parseInt(said, 10) : rows === said))
    }
  })
}

story('an unreached person has one row with the undelivered notices, and leaves the list at once', async () => {
  const rows = async () => (await ask(clerk, 'GET', '/staff/undelivered')).items
  const before = await rows()
  assert.ok(before.length > 0, 'the demo has an unreached person')
  assert.equal(new Set(before.map((u) => u.person_id)).size, before.length)
  assert.ok(before.every((u) => u.posts.length === 0), 'a clerk is nobody’s chief')
  const office = await take('staff', clerk, 'people/undelivered/index'), cards = office.locator('.card:visible')
  await until(() => cards.count(), (n) => n === before.length)
  const one = before[0]
  await until(() => cards.first().locator('.told').count(), (n) => n === one.notices.length)
  await office.getByRole('button', { name: `已告知，${one.person_name}`, exact: true }).first().click()
  await inSheet(office, '怎样告知的').fill('打了电话')
  await press(office, '记下')
  await until(rows, (now) => now.length === before.length - 1 && !now.some((u) => u.person_id === one.person_id))
})
