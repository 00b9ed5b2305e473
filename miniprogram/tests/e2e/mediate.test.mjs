// Mediation: a resident asks, a mediator takes the file, both sides agree, they talk and sign; the desk prints; the parties read the agreement.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, button, choosePhoto, desk, field, settle, story, take, text, until } from './county.mjs'

const resident = 'JM-07', mediator = 'YG-03'
const cases = async (list) => (await ask(mediator, 'GET', `/staff/mediations?list=${list}`)).items

story('a resident asks, and a mediator leads both sides to an agreement', async () => {
  await settle(resident, '阳光花园3号楼')
  const phone = await take('h5', resident, 'life/mediate/index')
  await button(phone, '申请调解').click()
  await text(phone, '请选择哪一类').waitFor()
  await phone.getByRole('radio', { name: '噪声' }).click()
  await field(phone, '什么事').fill('楼上半夜拖凳子')
  await button(phone, '申请调解').click()
  await text(phone, '等待受理').waitFor()
  assert.deepEqual(await seriousFaults(phone), [])
  const one = await until(async () => (await ask(resident, 'GET', '/mediations')).items[0])

  const office = await take('staff', mediator, 'office/mediations/index')
  await text(office, one.number).click()
  await button(office, '受理').click()
  await button(office, '我来调解').click()
  await text(office, '征求双方同意').waitFor()
  await button(office, '登记当事人').click()
  await field(office, '姓名').fill('楼上孙大爷')
  await button(office, '登记').click()
  await text(office, '等当面或书面答复').waitFor()
  await button(office, '登记同意调解').click()
  await office.getByRole('radio', { name: /楼上孙大爷/ }).click()
  await button(office, '同意').click()
  await text(office, '双方同意，待约时间').waitFor()
  await button(office, '记录调解').click()
  await field(office, '谈了什么').fill('十点以后不拖凳子')
  await button(office, '记下来').click()
  await text(office, '正在调解').waitFor()
  await button(office, '拟协议').click()
  await field(office, '协议内容').fill('十点以后不拖凳子，凳脚贴上垫子。')
  await button(office, '写好了').click()
  await text(office, '还没有签，双方看过再签').waitFor()
  await text(office, '写好了，打印出来给双方看').waitFor({ state: 'hidden' })
  assert.deepEqual(await seriousFaults(office), [])
  await button(office, '签好了，拍签名页').click()
  await choosePhoto(office, () => button(office, '拍签名页，或选照片').click(), 'rubbish')
  await office.getByLabel('第1张照片', { exact: true }).waitFor()
  await button(office, '达成书面协议').click()
  await text(office, '已达成协议').waitFor()

  await phone.to(`life/mediate/index?id=${one.id}`)
  await text(phone, '凳脚贴上垫子').waitFor()
  await text(phone, '一起向人民法院申请司法确认').waitFor()
  assert.deepEqual(await seriousFaults(phone), [])
})

story('the desk follows up and closes the file', async () => {
  const one = (await cases('after')).find((c) => c.kind === 'noise')
  const page = await desk(mediator, `/mediations?list=after&open=${one.id}`)
  await page.getByRole('heading', { name: new RegExp(one.number) }).waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await page.getByRole('button', { name: '回访', exact: true }).click()
  await page.getByRole('textbox', { name: /现在怎么样/ }).fill('都安静了')
  await page.getByRole('button', { name: '记下来', exact: true }).click()
  await page.getByText('都安静了').first().waitFor()
  await page.getByRole('button', { name: '结案', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '结案', exact: true }).click()
  await until(async () => (await cases('ended')).some((c) => c.id === one.id))
})
