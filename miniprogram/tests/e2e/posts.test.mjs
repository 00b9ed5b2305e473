// 任职, 推选 and 公示 on telephones: staff appoint, move and end; residents recommend, agree, read what is public and object.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, button, settle, story, take, text, until } from './county.mjs'
import { agree, choosePlace, clerk, fresh, inSheet, press, secretary, send, sheet } from './desk.mjs'

const members = async (words) => (await ask(secretary, 'GET', `/staff/roster/persons?words=${encodeURIComponent(words)}`)).items
const pick = (page, name) => sheet(page).getByRole('radio', { name, exact: true }).first().click()
const house = '阳光花园5号楼'

story('a secretary appoints somebody by their number, transfers them and ends the post, on the telephone', async () => {
  const name = fresh('郑新')
  const page = await take('staff', secretary, 'people/posts/index')
  await page.getByRole('button').filter({ hasText: '社区书记' }).first().waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await button(page, '新增人员').click()
  await inSheet(page, '姓名').fill(name)
  await inSheet(page, '手机号').fill(`1990009${String(Date.now()).slice(-4)}`)
  await pick(page, '楼道红管家')
  await sheet(page).getByRole('button', { name: /^任职的地方：/ }).click()
  await choosePlace(page, house)
  await send(page, '预览')
  await sheet(page).getByText('确认之前什么都没有改', { exact: false }).waitFor()
  assert.equal((await members(name)).length, 0) // nothing was done yet
  await send(page, '确认新增')
  const [made] = await until(() => members(name), (all) => all.length === 1)
  assert.equal(made.postings[0].role, 'steward')
  await page.getByLabel('找人').fill(name)
  await button(page, '查找').click()
  await page.getByRole('button').filter({ hasText: name }).first().click()

  await text(page, /微信还没有绑定/).waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await button(page, /^调任，/).click()
  await pick(page, '楼栋长')
  await sheet(page).getByRole('button', { name: /^任职的地方：/ }).click()
  await choosePlace(page, house)
  await send(page, '预览')
  await send(page, '确认调任')
  await until(() => members(name), ([m]) => m.postings.some((p) => p.role === 'building_lead' && p.state === 'current'))
  await button(page, /^结束，楼栋长/).click()
  await pick(page, '立刻')
  await send(page, '预览')
  await send(page, '确认结束')
  await until(() => members(name), ([m]) => m.postings.every((p) => p.state === 'ended'))
})

story('the numbers of 推选 and 空缺 open their rows, and a vacancy is recommended for', async () => {
  const { nominations, vacancies } = await ask(secretary, 'GET', '/staff/home')
  const page = await take('staff', secretary)
  await button(page, new RegExp(`^${nominations}\\s*待办的推荐`)).click()
  await until(() => page.locator('.card:visible').count(), (n) => n === nominations)
  await button(page, /^确认是谁，/).first().waitFor()
  await page.getByRole('tab', { name: '空缺' }).click()
  await until(() => page.locator('.card:visible').count(), (n) => n > 0 && n <= vacancies)
  assert.deepEqual(await seriousFaults(page), [])
  await button(page, /^登记推荐，.*楼栋长$/).first().click()
  await inSheet(page, '没有登记的，写姓名').fill(fresh('钱'))
  await sheet(page).getByRole('checkbox', { name: '热心' }).click()
  await press(page, '登记')
  await page.getByRole('tab', { name: '推选' }).click()
  await until(() => page.locator('.card:visible').count(), (n) => n === nominations + 1)
})

story('a resident recommends a neighbour, who says yes; the list is public and somebody objects to it', async () => {
  await settle('JM-03', house)
  const before = (await ask('JM-03', 'GET', '/nominations')).items.length
  const phone = await take('h5', 'JM-03', 'pages/mine/index')
  await button(phone, /^推荐楼栋长/).click()
  await phone.getByRole('radio', { name: '楼道红管家' }).click()
  await phone.getByRole('switch', { name: '推荐我自己' }).click()
  await button(phone, '理由：热心').click()
  await button(phone, '推荐').click()
  await agree(phone, /社区看过后公示/)
  const [mine] = await until(async () => (await ask('JM-03', 'GET', '/nominations')).items, (all) => all.length === before + 1)
  assert.deepEqual(await seriousFaults(phone), [])
  const staff = await take('staff', clerk, 'people/posts/index?list=open')
  const card = staff.locator('.card', { hasText: house }).filter({ hasText: '楼道红管家' }).first()
  await card.getByRole('button', { name: /^公示，/ }).click()
  await press(staff, '开始公示')
  await phone.to('life/nomination/index')
  await phone.getByText('看公示').first().waitFor()

  await settle('JM-02', house)
  const reader = await take('h5', 'JM-02', 'pages/mine/index')
  await button(reader, /^公开栏/).click()
  await reader.getByRole('link').filter({ hasText: '拟任楼道红管家公示' }).first().click()
  const objection = button(reader, /^有意见，/)
  await objection.first().click()
  await inSheet(reader, '什么意见').fill('他经常不在家')
  await sheet(reader).getByRole('button').last().click()
  await text(reader, /我的意见：他经常不在家/).waitFor()
  assert.deepEqual(await seriousFaults(reader), [])
  const objections = (await ask(clerk, 'GET', '/staff/objections')).items
  assert.ok(objections.some((o) => o.words === '他经常不在家'), mine.id)
})
