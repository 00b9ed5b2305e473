// Visits to the home: a resident asks and reads the word, staff agree, the visitor says the word at the door and records what was done.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, button, desk, field, settle, story, take, text, until } from './county.mjs'
import { later, today } from './desk.mjs'

const resident = 'JM-02', clerk = 'YG-02', steward = 'HGJ-04'
const mine = async () => (await ask(resident, 'GET', '/orders')).items.find((o) => o.kind === 'haircut')

story('a resident asks for a visit, the desk agrees, and a steward comes', async () => {
  await settle(resident, '阳光花园3号楼')
  const phone = await take('h5', resident, 'life/order/index')
  await button(phone, '请人上门').click()
  await text(phone, '理发').last().click()
  await field(phone, '说明').fill('腿脚不便，想理个发')
  await field(phone, '房号（登记过的不用写）').fill('302')
  await button(phone, '登记').click()
  await text(phone, '登记好了').waitFor()
  assert.deepEqual(await seriousFaults(phone), [])
  const one = await until(mine)

  const office = await take('staff', clerk, 'office/orders/index')
  await text(office, '理发').first().waitFor()
  assert.deepEqual(await seriousFaults(office), [])
  const page = await desk(clerk, `/orders?list=new&open=${one.id}`)
  await page.getByRole('heading', { name: '经过' }).waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  const people = (await ask(clerk, 'GET', `/staff/orders/${one.id}/people`)).items
  const comes = people.find((p) => p.post.includes('红管家'))
  assert.ok(comes)
  const who = (await ask(steward, 'GET', '/me')).id
  await ask(clerk, 'POST', `/staff/orders/${one.id}/agree`, { at: `${later(await today(), 1)}T10:00:00+08:00`, team: [who] })

  await phone.to(`life/order/index?id=${one.id}`)
  await text(phone, '开门的口令').waitFor()
  const word = (await ask(resident, 'GET', `/orders/${one.id}`)).word
  await text(phone, word).waitFor()
  assert.deepEqual(await seriousFaults(phone), [])

  const visitor = await take('h5', steward, `duty/orders/index?id=${one.id}`)
  await button(visitor, '核对口令').click()
  await field(visitor, '居民说的四个数字').fill(word)
  await button(visitor, '核对').click()
  await button(visitor, '做完了').click()
  assert.deepEqual(await seriousFaults(visitor), [])
  await field(visitor, '做了什么（可以不写）').fill('头发理好了')
  await button(visitor, '记下来').click()
  await until(async () => (await ask(clerk, 'GET', `/staff/orders/${one.id}`)).state === 'done')
})
