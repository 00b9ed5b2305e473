// Satisfaction (满意度): a resident is asked once, is not satisfied, and is called back by the counter.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, button, desk, settle, story, take, text, until } from './county.mjs'
import { clerk, community, fresh, inSheet, press, secretary, sheet } from './desk.mjs'

/** Something that somebody has borrowed and brought back. */
async function broughtBack(key) {
  const thing = await ask(clerk, 'POST', `/staff/communities/${await community()}/things`, { name: fresh('雨伞'), place: '一楼大厅', about: '', stock: 1, days: 3, self_service: true })
  const { id } = await ask(key, 'POST', '/loans', { thing_id: thing.id })
  await ask(key, 'POST', `/loans/${id}/return`)
  return thing.name
}

story('a resident who is not satisfied is called back', async () => {
  await settle('JM-09', '阳光花园5号楼')
  const name = await broughtBack('JM-09')
  const phone = await take('h5', 'JM-09')
  await text(phone, `请您评价：${name}`).click()
  await phone.getByRole('radio', { name: '不满意', exact: true }).click()
  await phone.getByRole('checkbox', { name: '东西旧了', exact: true }).click()
  await phone.getByLabel('想说的话（可以不写）').fill('伞骨断了')
  await button(phone, `提交评价，${name}`).click()
  await text(phone, '社区三个工作日内给您打电话。').waitFor()
  const mine = (await ask('JM-09', 'GET', '/feedback')).items
  assert.equal(mine.filter((f) => f.title === name).length, 0)

  const office = await take('staff', clerk, 'office/follow/index')
  await text(office, name).waitFor()
  await text(office, '东西旧了。伞骨断了').waitFor()
  await office.getByRole('button', { name: new RegExp(`^登记回访，.*${name}$`) }).click()
  await inSheet(office, '怎么说的').fill('换了新伞，居民满意')
  await press(office, '登记')
  await until(() => office.getByText(name).locator('visible=true').count(), (n) => n === 0)
  await sheet(office).waitFor({ state: 'hidden' })
})

story('a community hides what it does not use', async () => {
  const page = await desk(secretary, '/chips')
  await page.getByText('常借不到', { exact: true }).waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await page.getByText('常借不到', { exact: true }).click()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').last().waitFor()
  await broughtBack('JM-09')
  const [asked] = (await ask('JM-09', 'GET', '/feedback')).items
  assert.deepEqual(asked.offers.map((o) => o.name), ['东西旧了', '态度'])
  const clerks = await desk(clerk, '/chips')
  await clerks.getByText('（不用）').waitFor()
  assert.equal(await clerks.getByRole('checkbox').count(), 0)
  const centre = await desk('ZX-01', '/words?list=chip_loan')
  await centre.getByLabel('停用：东西旧了').waitFor()
  assert.deepEqual(await seriousFaults(centre), [])
})

story('a service with few answers shows no number', async () => {
  const office = await take('staff', clerk, 'office/satisfaction/index')
  await text(office, '理发').waitFor()
  await office.getByText(/满意 \d+%，1\d 份/).first().waitFor()
  await office.getByText(/不到 10 份，不显示/).first().waitFor()
})
