// Visits (走访关爱) on telephones: the sheet with its four outcomes, the household's story, what the resident and the family read.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, button, field, house, settle, story, take, text, until } from './county.mjs'

const clerk = 'YG-02', mother = 'JM-05', daughter = 'HGJ-05'
const plan = async () => (await ask(clerk, 'GET', '/staff/care')).items
const page = (id) => ask(clerk, 'GET', `/staff/care/${id}`)

/** A household of a resident with a tag, for whom visits are planned; its id. */
async function living(key, room, tag) {
  const me = await settle(key, '阳光花园5号楼', { born: 1940 })
  const { id: area } = await house('阳光花园5号楼1单元')
  const home = await ask(clerk, 'POST', '/staff/households', { area_id: area, room, size: 1, person_id: me.id, stay: 'permanent' })
  await ask(clerk, 'POST', `/staff/households/${home.id}/confirm`, { size: 1 })
  await ask(clerk, 'PATCH', `/staff/residents/${me.id}`, { tags: [tag] })
  await until(() => ask(clerk, 'GET', `/staff/households/${home.id}/care`).catch(() => undefined)) // planned when the tag is saved
  return home.id
}

const outcome = (phone, name) => phone.getByRole('radio', { name: new RegExp(`^${name}，`) }).locator('visible=true')
const sheet = (id) => `office/care/visit/index?id=${id}`

story('somebody was met and needs something: the sheet, the household page and their own page say so', async () => {
  const home = await living(mother, '701', 'alone')
  const phone = await take('staff', clerk, `office/household/index?id=${home}`)
  await text(phone, /走访 · [一二]级/).click()
  await text(phone, '还没有走访过。').waitFor()
  assert.deepEqual(await seriousFaults(phone), [])
  await button(phone, '记走访').click()
  await text(phone, '见到了，有事要办').waitFor()
  assert.deepEqual(await seriousFaults(phone), [])
  await button(phone, '记好了').click()
  await text(phone, '请选择结果').waitFor()
  await phone.getByRole('checkbox', { name: '医疗' }).locator('visible=true').click()
  assert.equal(await outcome(phone, '有需要').getAttribute('aria-checked'), 'true', 'a need is an outcome')
  await phone.getByRole('checkbox', { name: '维修' }).locator('visible=true').click()
  await field(phone, '说明（可以不写）').fill('血压高，水龙头漏水')
  await button(phone, '记好了').click()
  await text(phone, '血压高，水龙头漏水').waitFor() // back on the page of the household's visits
  await text(phone, /上门 有需要/).waitFor()
  await button(phone, '转办，维修').click()
  await field(phone, '事件编号').fill('000101-999')
  await phone.getByRole('dialog').getByRole('button', { name: '转办', exact: true }).last().click()
  await text(phone, '没有找到这个编号的事件').waitFor()
  const { number } = (await ask(clerk, 'GET', '/staff/reports?list=all')).items[0]
  await field(phone, '事件编号').fill(number)
  await phone.getByRole('dialog').getByRole('button', { name: '转办', exact: true }).last().click()
  await text(phone, '已转办').waitFor()
  assert.match((await page((await ask(clerk, 'GET', `/staff/households/${home}/care`)).id)).needs.find((n) => n.kind_name === '维修').target, /^report:[1-9]/)
  await button(phone, '已解决，维修').click()
  await field(phone, '怎么解决的').fill('换了水龙头')
  await button(phone, '保存').click()
  await text(phone, '已解决：换了水龙头').waitFor()

  const { id } = await ask(clerk, 'GET', `/staff/households/${home}/care`)
  assert.deepEqual((await page(id)).needs.map((n) => [n.kind_name, n.state]).sort(), [['医疗', 'open'], ['维修', 'met']])

  // Somebody comes for the other need: the only member of the household is chosen, and the need opens the visit.
  await button(phone, '请人上门，医疗').click()
  const visit = phone.getByRole('dialog', { name: '请人上门：医疗' })
  assert.deepEqual(await seriousFaults(phone), [])
  await visit.getByRole('radio', { name: '陪诊' }).click()
  await visit.getByLabel('说明').fill('量不准血压，想请人陪去医院')
  await visit.getByRole('button', { name: '登记', exact: true }).click()
  await button(phone, '看上门，医疗').click()
  await text(phone, '陪诊').first().waitFor()
  assert.deepEqual((await page(id)).needs.map((n) => n.state).sort(), ['met', 'referred'])

  // What was said stays with the community.
  const own = await take('h5', mother, 'life/care/index')
  await text(own, '我的走访').waitFor()
  await text(own, '上门 · 有需要').waitFor()
  assert.equal(await own.getByText('血压高').count(), 0)
  assert.deepEqual(await seriousFaults(own), [])
})

story('the family has one sentence, after she agreed', async () => {
  await settle(daughter, '阳光花园3号楼')
  const { code } = await ask(daughter, 'POST', '/family/invite', { relation: 'parent' })
  await ask(mother, 'POST', '/family/accept', { code })
  const hers = await take('h5', daughter, 'life/care/index')
  await text(hers, /没有走访/).waitFor()
  const consents = await take('h5', mother, 'life/consents/index')
  await consents.getByRole('switch').filter({ hasText: '走访后告诉我的家人' }).click()
  await until(async () => (await ask(mother, 'GET', '/me/consents')).items.find((c) => c.kind === 'care_family')?.given)
  const { name, id } = await ask(mother, 'GET', '/me')
  const { id: cared } = await ask(clerk, 'GET', `/staff/residents/${id}/care`)
  await ask(clerk, 'POST', `/staff/care/${cared}/visits`, { way: 'door', outcome: 'well', words: '都好' })
  await hers.reload()
  await text(hers, name).waitFor()
  await text(hers, /有需要，社区正在联系|今天已走访，平安/).waitFor()
  assert.equal(await hers.getByText('都好').count(), 0)
  assert.deepEqual(await seriousFaults(hers), [])
})

story('nobody answered: the steps begin, and end when somebody has seen them', async () => {
  const row = (await plan()).find((r) => r.who === '吴秀兰')
  const phone = await take('staff', clerk, sheet(row.id))
  await outcome(phone, '没人应').click()
  await phone.getByRole('radio', { name: '楼下见到' }).locator('visible=true').click()
  await button(phone, '记好了').click()
  await text(phone, '请选择上门或电话').waitFor()
  await phone.getByRole('radio', { name: '上门', exact: true }).locator('visible=true').click()
  assert.equal(await phone.getByRole('checkbox', { name: '医疗' }).locator('visible=true').count(), 0, 'nobody said what they need')
  await button(phone, '记好了').click()
  await text(phone, '记下了，请 4 小时内再去').waitFor()
  const open = await until(() => page(row.id), (p) => p.chase)
  assert.ok(open.chase.say)
  await phone.to(sheet(row.id))
  await text(phone, open.chase.say).waitFor()
  await phone.to('office/care/index')
  await text(phone, open.chase.say).waitFor()

  await phone.to(sheet(row.id))
  await outcome(phone, '平安').click()
  await button(phone, '记好了').click()
  await text(phone, '记好了').waitFor()
  assert.equal((await until(() => page(row.id), (p) => !p.chase)).visits[0].outcome, 'well')
})

story('somebody does not want visits: with a reason, and from then on by telephone', async () => {
  const row = (await plan()).find((r) => r.who === '蔺德山')
  const phone = await take('staff', clerk, sheet(row.id))
  await outcome(phone, '不愿被访').click()
  await button(phone, '记好了').click()
  await text(phone, '请写明原因').waitFor()
  await phone.getByRole('textbox', { name: '原因' }).locator('visible=true').fill('白天要休息')
  await button(phone, '记好了').click()
  await until(() => page(row.id), (p) => p.declined_why === '白天要休息')
  await phone.to(sheet(row.id))
  await text(phone, '本人不愿上门走访，请打电话。').waitFor()
  await phone.to(`office/care/page/index?id=${row.id}`)
  await button(phone, '愿意上门了').click()
  await phone.locator('.uni-modal__btn_primary').click()
  await until(() => page(row.id), (p) => !p.declined_why)
})

story('a visit in a cellar waits, names who came along, and arrives once', async () => {
  const row = (await plan()).find((r) => r.who === '林桂珍')
  const walker = await ask('YG-21', 'GET', '/me')
  const phone = await take('staff', clerk, `${sheet(row.id)}&title=${encodeURIComponent('走访 林桂珍')}`)
  await outcome(phone, '平安').waitFor()
  await phone.context().setOffline(true)
  await outcome(phone, '平安').click()
  await button(phone, /选同行的人/).click()
  await field(phone, '找同行的人').fill(walker.name)
  await phone.getByRole('checkbox', { name: new RegExp(`^${walker.name}，`) }).click()
  await button(phone, '记好了').click()
  await text(phone, '先存在手机里，联网后自动提交').waitFor()
  const before = (await page(row.id)).visits.length
  await phone.context().setOffline(false)
  const after = await until(() => page(row.id), (p) => p.visits.length > before)
  assert.equal(after.visits.length, before + 1)
  assert.deepEqual(after.visits[0].visitors.map((v) => v.name).sort(), [(await ask(clerk, 'GET', '/me')).name, walker.name].sort())
})
