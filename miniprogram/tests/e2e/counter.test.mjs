// 窗口: somebody at the counter gets a number, is called, and one word says what it was; a resident sees the hall and books a time; the desk keeps it.
import assert from 'node:assert/strict'
import { ask, button, settle, story, take, text, until } from './county.mjs'
import { clerk, community, fresh, send, sheet } from './desk.mjs'

const of = async (name) => (await ask(clerk, 'GET', `/staff/communities/${await community()}/counters`)).items.find((c) => c.name === name)
const window = async (name) => ask(clerk, 'GET', `/staff/counters/${(await of(name)).id}`)

/** A counter that is open all day, every day, and no other test touches. */
async function opens(name) {
  const at = await community(), choices = await ask(clerk, 'GET', `/staff/communities/${at}/counter-choices`)
  const hall = await ask(clerk, 'POST', '/staff/places', { community_id: at, name: fresh('大厅'), use: 'service', working: '08:00-18:00' })
  const made = { place_id: hall.id, name: fresh(name), kind: 'general', a_id: choices.people[0].id, b_id: choices.people[1].id, working: '00:00-24:00', resting: '00:00-24:00', holidays: true, places: 2 }
  await ask(clerk, 'POST', `/staff/communities/${at}/counters`, made)
  return made.name
}

story('a number at the counter is called and ended in one word', async () => {
  const name = await opens('窗')
  const office = await take('staff', clerk, `office/counter/index?id=${(await of(name)).id}`)
  await button(office, '代取号').click()
  await send(office, '取号')
  const first = await until(async () => (await window(name)).tickets[0])
  assert.equal(first.person_id, '')
  await button(office, '下一位').click()
  await until(() => window(name), (w) => w.tickets[0].state === 'called')
  await office.getByRole('button', { name: `咨询，${first.number} 号` }).click()
  await until(() => window(name), (w) => w.tickets[0].result === '咨询')
  await text(office, '今天办过的').waitFor()
})

story('a resident sees the hall and books a time', async () => {
  await settle('JM-04', '阳光花园5号楼')
  const name = await opens('约')
  const phone = await take('h5', 'JM-04', 'life/counter/index')
  await phone.getByRole('button', { name: `预约，${name}` }).click()
  await phone.getByRole('radiogroup', { name: '哪一天' }).getByRole('radio').nth(1).click()
  await phone.getByRole('radio', { name: '10:00', exact: true }).click()
  await button(phone, '确认预约').click()
  await text(phone, '到了出示这个码').waitFor()
  await phone.goto(phone.url()) // the booking is there
  await text(phone, name).first().waitFor()
})
