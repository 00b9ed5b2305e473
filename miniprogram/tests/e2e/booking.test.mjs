// Bookings: for a mother, from the waitlist to a place, and the session at the counter.
import assert from 'node:assert/strict'
import { ask, button, field, settle, story, take, text } from './county.mjs'
import { sessions, small } from './services.mjs'

story('a daughter books for her mother', async () => {
  const { name } = await settle('HGJ-10', '阳光花园5号楼', { born: 1950 })
  const mine = await settle('HGJ-05', '阳光花园3号楼')
  const { code } = await ask('HGJ-05', 'POST', '/family/invite', { relation: 'parent' })
  const mother = await take('h5', 'HGJ-10', 'life/family/index')
  await button(mother, /输入.*家人码|家人给了我/).click()
  await mother.getByRole('dialog').locator('input').fill(code)
  await mother.getByRole('dialog').getByRole('button').last().click()
  await text(mother, /可以替我|替我/).waitFor()

  const { name: service } = await small(mine.community_id, `测血糖${Date.now() % 1000}`, 3)
  const daughter = await take('h5', 'HGJ-05', 'pages/booking/index')
  await daughter.getByRole('group', { name: new RegExp(`^${service}`) }).getByRole('button', { name: /^预约/ }).click()
  await text(daughter, '给谁约').waitFor()
  await daughter.getByRole('radio', { name: new RegExp(name) }).click()
  await button(daughter, '确认预约').click()
  await daughter.getByText(/^LLB\d+$/).waitFor()
  await text(daughter, name).waitFor()
  const booked = (await ask('HGJ-10', 'GET', '/bookings?list=ahead')).items
  assert.equal(booked.length, 1)
  assert.deepEqual([booked[0].source, booked[0].person_name], ['family', name])
})

story('a cancelled place is offered to the waitlist and accepted; then the counter', async () => {
  const me = await settle('HGJ-07', '阳光花园5号楼')
  const name = `量血压${Date.now() % 1000}`
  const service = await small(me.community_id, name)
  const [session] = await sessions(me.community_id, service)
  await settle('HGJ-08', '阳光花园5号楼')
  const first = await ask('HGJ-08', 'POST', '/bookings', { session_id: session.id })

  const waiting = await take('h5', 'HGJ-07', `visit/make/index?community=${me.community_id}&day=${session.day}&session=${session.id}&period=`)
  await text(waiting, '这一场已约满').waitFor()
  await button(waiting, '排队候补').click()
  await text(waiting, '候补中').waitFor()

  await ask('HGJ-08', 'POST', `/bookings/${first.id}/cancel`, {})
  await waiting.to('')
  await button(waiting, new RegExp(name)).click()
  await text(waiting, '等您确认').waitFor()
  await button(waiting, /^要/).click()
  await text(waiting, '已约好').waitFor()
  const code = await waiting.getByText(/^LLB\d+$/).locator('visible=true').first().textContent()

  const counter = await take('staff', 'YG-02', `session/board/index?id=${session.id}`)
  await button(counter, '扫码签到').click()
  await field(counter, '预约码').fill(code.toLowerCase())
  await counter.getByRole('dialog').getByRole('button', { name: '签到' }).click()
  await counter.getByText(/已签到/).waitFor()
  await counter.getByText('知道了').click()
  await button(counter, /^叫下一位/).click()
  await waiting.to(`visit/detail/index?id=${(await ask('HGJ-07', 'GET', '/bookings?list=ahead')).items.find((b) => b.code === code).id}`)
  await text(waiting, '请进').waitFor()
})
