// Errands: a resident asks on the telephone, staff take it there and at the desk, the resident gives the mandate and says that it arrived.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, button, desk, field, settle, story, take, text, until } from './county.mjs'

const resident = 'JM-02', clerk = 'YG-02'
const mine = async () => (await ask(resident, 'GET', '/errands')).items

story('a resident asks, a clerk takes it on the telephone, and the mandate is given', async () => {
  await settle(resident, '阳光花园3号楼')
  const phone = await take('h5', resident, 'life/errand/index')
  await button(phone, '请人代办').click()
  await text(phone, '请写一句想办什么事').waitFor()
  const words = `给父亲开居住证明${Date.now() % 10000}`
  await field(phone, '想办什么事').fill(words)
  await button(phone, '请人代办').click()
  await text(phone, '登记好了').waitFor()
  await text(phone, '等待接办').waitFor()
  assert.deepEqual(await seriousFaults(phone), [])
  const one = await until(async () => (await mine()).find((e) => e.title === words))

  const office = await take('staff', clerk, 'office/errands/index')
  await text(office, words).click()
  await button(office, '我来接办').click()
  await button(office, '请居民委托').waitFor()
  assert.deepEqual(await seriousFaults(office), [])
  await button(office, '加一项材料').click()
  await field(office, '材料名称').fill('身份证')
  await button(office, '加上').click()
  await text(office, '还没看').waitFor()
  await button(office, '一次性告知').click()
  await button(office, '发给居民').click()
  await text(office, '等居民补材料').waitFor()
  await button(office, '请居民委托').click()
  await button(office, '请委托').click()
  await text(office, '等居民同意').waitFor()

  await phone.to(`life/errand/index?id=${one.id}`)
  await text(phone, '还缺：身份证').waitFor()
  await button(phone, '同意委托').click()
  await text(phone, '手机同意').waitFor()
  await button(phone, '补来了材料').click()
  await field(phone, '说一句').fill('身份证放在社区了')
  await button(phone, '告诉代办人').click()
  await text(phone, '准备材料').waitFor()
  assert.equal((await mine()).find((e) => e.id === one.id).state, 'gathering')
})

story('the desk does the rest, and the resident says that it arrived', async () => {
  const one = (await mine())[0]
  const page = await desk(clerk, `/errands?list=mine&open=${one.id}`)
  const act = async (name) => page.getByRole('button', { name, exact: true }).click()
  const done = async (name) => page.getByRole('dialog').last().getByRole('button', { name, exact: true }).click()
  await page.getByRole('heading', { name: '材料' }).waitFor()
  await act('看材料')
  await page.getByRole('dialog').getByText('身份证').click()
  await page.getByRole('dialog').getByText('合格', { exact: true }).click()
  await done('记下来')
  await act('递交')
  await page.getByRole('dialog').getByLabel('部门给的回执号').fill('民2026-18')
  await done('已经递交')
  await page.getByText('回执号 民2026-18').waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await act('办成了')
  await page.getByRole('dialog').getByLabel('结果').fill('开好了')
  await done('办成')
  await act('送达')
  await done('已经送到')
  await until(async () => (await mine()).find((e) => e.id === one.id)?.state === 'delivered')
  const phone = await take('h5', resident, `life/errand/index?id=${one.id}`)
  await button(phone, '收到了').click()
  await until(async () => !(await mine()).some((e) => e.id === one.id))
})
