// A round on a telephone without a network: scans, a find settled on the spot and the end wait, are shown honestly, and arrive once.
import assert from 'node:assert/strict'
import { ask, button, choosePhoto, field, story, take, text } from './county.mjs'

const day = (who) => ask(who, 'GET', '/patrols')

story('an officer walks a round in flight mode, settles a find, and the log writes itself', async () => {
  const officer = 'YG-21'
  const at = (await day(officer)).planned[0]
  assert.ok(at, 'nothing is planned')
  const home = (await ask('YG-01', 'GET', '/me')).postings.find((p) => p.role === 'secretary').area_id
  const codes = (await ask('YG-01', 'GET', `/staff/communities/${home}/places`)).items.map((p) => p.door).filter(Boolean).slice(0, 3)
  assert.ok(codes.length >= 2, 'places have codes on their doors')
  const phone = await take('staff', officer, 'work/patrol/index')
  await text(phone, at.name).first().waitFor()
  await phone.to('work/find/index')
  await text(phone, '当场处理好了').waitFor()
  await phone.to('work/patrol/index')
  await text(phone, at.name).first().waitFor()

  await phone.context().setOffline(true)
  for (const [i, token] of codes.entries()) {
    await button(phone, '扫码').click()
    await field(phone, '点的码').fill(token)
    await button(phone, '记下来').click()
    await phone.waitForFunction((n) => (document.body.innerText.match(/扫码：/g) ?? []).length >= n, i + 1)
  }
  await button(phone, '我看到').click()
  const words = `宣传栏歪了 ${Date.now()}`
  await field(phone, '一句话').fill(words)
  await text(phone, '当场处理好了').click()
  await field(phone, '怎么处理的').fill('扶正了')
  await choosePhoto(phone, () => button(phone, '处理后的照片（可以不拍）').click(), 'rubbish')
  await phone.getByLabel('第1张照片', { exact: true }).waitFor()
  await button(phone, '处理好了').click()
  await text(phone, /我看到：宣传栏歪了/).waitFor()
  await button(phone, '结束巡查').click()
  await field(phone, '还想补充什么（可以不写）').fill('都正常')
  await phone.getByRole('button', { name: '结束巡查' }).last().click()
  await text(phone, '等网络').first().waitFor()
  assert.ok(!(await day(officer)).finds.some((f) => f.title.includes('宣传栏歪了')), 'the service knows nothing yet')

  await phone.context().setOffline(false)
  const closed = async () => (await day(officer)).rounds.filter((r) => !r.open && r.words === '都正常')
  for (let i = 0; i < 80 && !(await closed()).length; i++) await phone.waitForTimeout(250)
  const rounds = await closed()
  assert.equal(rounds.length, 1)
  assert.equal(rounds[0].seen, codes.length)
  const after = await day(officer)
  const found = after.finds.filter((f) => f.title.includes('宣传栏歪了'))
  assert.equal(found.length, 1)
  assert.equal(found[0].result, '扶正了')
  assert.match(after.log, /当场处理：扶正了/)
  await text(phone, /当场处理：扶正了/).first().waitFor()

  // The lead reads the round; the secretary's plan says what became of the day.
  const lead = await take('staff', 'YG-11', 'work/patrols/index')
  await text(lead, '发现').first().click()
  await text(lead, /宣传栏歪了/).first().waitFor()
  const plans = await take('staff', 'YG-01', 'work/plans/index')
  await text(plans, at.name).first().waitFor()
})
