// A place for an hour (借用场地): a resident asks, the clerk agrees; somebody at the counter; a day on which the place is closed.
import assert from 'node:assert/strict'
import { ask, button, settle, story, take, text, until } from './county.mjs'
import { agree, clerk, community, fresh, send, sheet } from './desk.mjs'

const uses = async (list) => (await ask(clerk, 'GET', `/staff/uses?list=${list}`)).items

/** A place that is lent every day and no other test touches. */
async function lends(name, asks) {
  const made = { community_id: await community(), name: fresh(name), use: 'service', seats: 20, lending: { on: true, asks, per_week: 7, ahead_days: 14, hours: '06:00-23:00', closing: ['关灯', '锁门'] } }
  return { ...made, ...await ask(clerk, 'POST', '/staff/places', made) }
}

story('a resident asks for a place, the clerk agrees, and it can be given back', async () => {
  await settle('JM-04', '阳光花园5号楼')
  const place = await lends('排练厅', true)
  const phone = await take('h5', 'JM-04', `life/hall/index?place=${place.id}`)
  await phone.getByRole('radio', { name: new RegExp(place.name) }).click()
  const days = phone.getByRole('radiogroup', { name: '哪一天' }).getByRole('radio')
  await days.nth(2).click()
  await phone.getByRole('radio', { name: '10:00', exact: true }).first().click()
  await phone.getByRole('radiogroup', { name: '用到几点' }).getByRole('radio', { name: '11:30' }).click()
  await phone.getByLabel('做什么用').fill('排练大合唱')
  await phone.getByLabel('大约多少人').fill('16')
  await phone.getByLabel('队伍名称（没有不写）').fill('合唱队')
  await button(phone, '申请借用').click()
  await agree(phone, '社区答复后马上告诉您')
  const asked = await until(async () => (await uses('asked')).find((u) => u.place_id === place.id))
  assert.deepEqual([asked.from.slice(11, 16), asked.to.slice(11, 16), asked.people, asked.team], ['10:00', '11:30', 16, '合唱队'])

  const office = await take('staff', clerk, 'office/halls/index')
  await office.getByRole('button', { name: new RegExp(`^同意，${place.name}`) }).click()
  await until(() => uses('agreed'), (all) => all.some((u) => u.id === asked.id))
  await phone.reload()
  await text(phone, '已同意').first().waitFor()
  await button(phone, `取消借用，${place.name}`).click()
  await agree(phone, place.name)
  await until(() => uses('ended'), (all) => all.some((u) => u.id === asked.id && u.state === 'cancelled'))
})

story('somebody at the counter gets a place, and loses it when it is closed that day', async () => {
  const place = await lends('会客厅', true)
  const office = await take('staff', clerk, 'office/halls/index')
  await button(office, '登记借用').click()
  await sheet(office).getByRole('radio', { name: new RegExp(`^${place.name}`) }).click()
  await sheet(office).getByRole('radiogroup', { name: '哪一天' }).getByRole('radio').nth(2).click()
  await sheet(office).getByRole('radio', { name: '15:00', exact: true }).click()
  await sheet(office).getByLabel('姓名').fill('孙奶奶')
  await sheet(office).getByLabel('电话').fill('13900007711')
  await sheet(office).getByLabel('做什么用').fill('家庭聚会')
  await send(office, '登记')
  const use = await until(async () => (await uses('agreed')).find((u) => u.place_id === place.id))
  assert.equal(use.name, '孙奶奶')
  await button(office, '当天不外借').click()
  await sheet(office).getByRole('radio', { name: new RegExp(`^${place.name}`) }).click()
  await sheet(office).getByRole('radiogroup', { name: '哪一天' }).getByRole('radio').nth(2).click()
  await sheet(office).getByLabel('为什么').fill('检修电路')
  await send(office, '不外借')
  await until(() => uses('ended'), (all) => all.some((u) => u.id === use.id && u.reason === '检修电路'))
})
