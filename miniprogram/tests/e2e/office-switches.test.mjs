// 政策开关: the secretary switches check-ins on at the desk; staff read why on their telephones, and check in.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, desk, story, take, text, until } from './county.mjs'
import { clerk, community, later, secretary, today } from './desk.mjs'

const drawer = (page) => page.locator('.el-drawer:visible')
const list = async () => (await ask(secretary, 'GET', `/staff/communities/${await community()}/switches`)).items[0]

story('a secretary switches check-ins on, and off again', async () => {
  const page = await desk(secretary, '/switches')
  await page.getByRole('button', { name: '开启签到', exact: true }).click()
  assert.deepEqual(await seriousFaults(page), [])
  await drawer(page).getByLabel('为了什么').fill('核对元旦值守')
  await drawer(page).getByLabel('依据的文件或文号').fill('安网办〔2026〕9号')
  const last = later(await today(), 20)
  await drawer(page).getByLabel('最后一天').fill(last)
  await drawer(page).getByLabel('最后一天').press('Enter')
  await drawer(page).getByRole('button', { name: '开启', exact: true }).click()
  await page.getByText(/已开启，到/).first().waitFor()
  const on = await list()
  assert.equal(on.on, true)
  assert.equal(on.purpose, '核对元旦值守')
  assert.ok(on.until.startsWith(later(last, 1)))
  assert.deepEqual(await seriousFaults(page), [])

  const phone = await take('staff', clerk, 'people/policies/index')
  await text(phone, '为了：核对元旦值守').waitFor()
  await phone.getByRole('button', { name: /^签到，/ }).click()
  await text(phone, '只有您自己看得到').waitFor()
  await until(async () => (await ask(clerk, 'GET', '/staff/attendance')).items.length, (n) => n === 1)

  await page.getByRole('button', { name: '关闭签到', exact: true }).click()
  await drawer(page).getByRole('button', { name: '关闭', exact: true }).click()
  await page.getByText(/已关闭/).first().waitFor()
  assert.equal((await list()).on, false)
  await phone.reload()
  await text(phone, '本社区没有开启').waitFor()

  // A clerk has no such page.
  const clerks = await desk(clerk, '/switches')
  await clerks.getByRole('heading', { name: '这里没有您要办的事' }).waitFor()
})
