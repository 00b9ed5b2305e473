// 我看到, of a steward in the resident client: settled on the spot, handed in, and with danger; then their day and their work.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, button, choosePhoto, field, settle, story, take, text, until } from './county.mjs'

const steward = 'HGJ-04', clerk = 'YG-02'
const lines = async () => (await ask(steward, 'GET', '/work')).items
const reports = async () => (await ask(clerk, 'GET', '/staff/reports?list=all')).items

story('a steward hands in what they saw, and the desk has it from the steward', async () => {
  await settle(steward, '阳光花园3号楼')
  const phone = await take('h5', steward, 'duty/work/index')
  await text(phone, '我看到').click()
  await text(phone, '看到了什么').waitFor()
  await phone.getByRole('radiogroup', { name: '哪一类（可以不选）' }).waitFor()
  assert.deepEqual(await seriousFaults(phone), [])
  await button(phone, '上报').click()
  await text(phone, '请写一句话，或者拍一张照片').waitFor()
  const words = `三楼楼道堆了纸箱${Date.now() % 10000}`
  await field(phone, '一句话').fill(words)
  await phone.getByRole('radio', { name: '消防安全' }).locator('visible=true').click()
  await choosePhoto(phone, () => button(phone, '拍照（可以不拍）').click(), 'rubbish')
  await phone.getByLabel('第1张照片', { exact: true }).waitFor()
  await button(phone, '上报').click()
  await text(phone, '记下了').waitFor()
  const one = await until(async () => (await reports()).find((r) => r.title.includes(words)))
  const full = await ask(clerk, 'GET', `/reports/${one.id}`)
  assert.deepEqual([full.source, full.state], ['steward', 'submitted'])
  assert.equal(full.events.flatMap((e) => e.files).length, 1, 'with its photo')
  await until(async () => (await lines()).some((l) => l.deed === '上报发现的问题'))
  await phone.to('duty/work/index')
  await text(phone, '上报发现的问题').waitFor()
})

story('what was put right on the spot is closed, with words of what was done', async () => {
  const phone = await take('h5', steward, 'duty/find/index')
  const words = `地垫卷边绊人${Date.now() % 10000}`
  await field(phone, '一句话').fill(words)
  await text(phone, '当场处理好了').click()
  await button(phone, '处理好了').click()
  await text(phone, '请写怎么处理的，或者拍一张处理后的照片').waitFor()
  await field(phone, '怎么处理的').fill('压平粘牢了')
  await button(phone, '处理好了').click()
  const one = await until(async () => (await reports()).find((r) => r.title.includes(words)))
  assert.equal(one.state, 'closed')
})

story('without a network it waits on the telephone, and arrives once', async () => {
  const phone = await take('h5', steward, 'duty/find/index')
  await text(phone, '看到了什么').waitFor()
  await phone.to('duty/today/index')
  await text(phone, '今天').waitFor()
  await phone.to('duty/find/index')
  await text(phone, '看到了什么').waitFor()
  await phone.context().setOffline(true)
  const words = `单元门关不上${Date.now() % 10000}`
  await field(phone, '一句话').fill(words)
  await button(phone, '上报').click()
  await text(phone, '先存在手机里，联网后自动提交').waitFor()
  assert.ok(!(await reports()).some((r) => r.title.includes(words)))
  await phone.context().setOffline(false)
  await until(async () => (await reports()).filter((r) => r.title.includes(words)).length === 1)
})

story('danger is no small thing: the refusal is said at once, and what was written stays', async () => {
  const phone = await take('h5', steward, 'duty/find/index')
  const words = `闻到很大的煤气味${Date.now() % 10000}`
  await field(phone, '一句话').fill(words)
  await text(phone, '当场处理好了').click()
  await field(phone, '怎么处理的').fill('开了窗')
  await button(phone, '处理好了').click()
  await text(phone, '紧急事件请交社区处理').waitFor()
  assert.equal(await field(phone, '一句话').inputValue(), words)
  await text(phone, '有危险，马上上报').click()
  await button(phone, '上报').click()
  await text(phone, '记下了').waitFor()
  assert.equal((await until(async () => (await reports()).find((r) => r.title.includes(words)))).urgent, true)
})

story('what the service refuses after the network came back is said in 今天, and given up there', async () => {
  const phone = await take('h5', steward, 'duty/find/index')
  await text(phone, '看到了什么').waitFor()
  await phone.context().setOffline(true)
  await field(phone, '一句话').fill('闻到很大的煤气味')
  await text(phone, '当场处理好了').click()
  await field(phone, '怎么处理的').fill('开了窗')
  await button(phone, '处理好了').click()
  await text(phone, '先存在手机里，联网后自动提交').waitFor()
  await phone.context().setOffline(false)
  await until(() => phone.evaluate(() => JSON.stringify(localStorage)), (kept) => kept.includes('problem'))
  await phone.to('duty/today/index')
  await text(phone, '没交成').waitFor()
  await button(phone, /^不要了/).click()
  await text(phone, '没交成').waitFor({ state: 'hidden' })
})
