// Questions to the community (咨询): asked by a resident, answered by a clerk; and a booking that moves to another time (改期).
import assert from 'node:assert/strict'
import { ask, button, field, settle, story, take, text, until } from './county.mjs'
import { agree, clerk, fresh, press, send, sheet } from './desk.mjs'
import { small } from './services.mjs'

story('a resident asks, a clerk answers, and both see all of it', async () => {
  const words = fresh('社保卡丢了到哪里补办')
  await settle('JM-06', '阳光花园5号楼')
  const phone = await take('h5', 'JM-06', 'pages/mine/index')
  await button(phone, /^我的咨询/).click()
  await text(phone, '有事想问社区').waitFor()
  await button(phone, '发给社区').click()
  await text(phone, '请写一句想问什么').waitFor()
  await field(phone, '想问什么').fill(words)
  await button(phone, '发给社区').click()
  await agree(phone, /已转给阳光社区|有人回复/)
  await text(phone, '待回复').waitFor()

  const before = (await ask(clerk, 'GET', '/staff/home')).inquiries
  const office = await take('staff', clerk)
  await button(office, /待回复咨询/).click()
  await button(office, new RegExp(words)).click()
  await text(office, '回复会发通知').waitFor() // the resident never wrote in the chat
  await button(office, '回复').click()
  await send(office, '发送')
  await sheet(office).getByRole('button', { name: /^填入：请带身份证/ }).click()
  await press(office, '发送')
  await text(office, '请带身份证到社区服务大厅办理。').waitFor()
  await text(office, '已回复').waitFor()
  await until(() => office.locator('.talk-by:visible').allTextContents(), (all) => all.some((said) => /已发通知|在他的消息里|没有送达|正在发送/.test(said)))
  assert.equal((await ask(clerk, 'GET', '/staff/home')).inquiries, before - 1)

  await phone.to('life/inquiry/index')
  await text(phone, '请带身份证到社区服务大厅办理。').waitFor()
  await text(phone, '还想说什么').waitFor()
  await phone.locator('textarea:visible').first().fill('周六上班吗？')
  await button(phone, '发给社区').click()
  await agree(phone, /已转给|有人回复/)
  await text(phone, '待回复').waitFor()
  await office.to('office/inquiries/index')
  await button(office, new RegExp(words)).click()
  await text(office, '周六上班吗？').waitFor()
  await button(office, '结束咨询').click()
  await agree(office, '还没有回复居民')
  await text(office, '已结束').waitFor()
  assert.equal(await button(office, '回复').count(), 0)
})

story('a resident moves a booking; the old place is free again', async () => {
  const me = await settle('JM-07', '阳光花园5号楼')
  const service = await small(me.community_id, fresh('修脚'))
  const days = (await ask(clerk, 'GET', `/communities/${me.community_id}/week?day=${(await ask(clerk, 'GET', `/communities/${me.community_id}/week`)).monday}`)).items
  const free = days.filter((s) => s.service_id === service.id && s.state === 'open' && s.free > 0)
  const booked = await ask('JM-07', 'POST', '/bookings', { session_id: free.at(-1).id })
  const phone = await take('h5', 'JM-07', `visit/detail/index?id=${booked.id}`)
  await button(phone, '改期').click()
  await sheet(phone).getByText('没换成，原来的还在').waitFor()
  await send(phone, '改到这个时间')
  await text(phone, '请选一个时间').waitFor()
  await sheet(phone).getByRole('radio').first().click()
  await send(phone, '改到这个时间')
  const mine = await until(async () => (await ask('JM-07', 'GET', '/bookings?list=ahead')).items.filter((b) => b.service_id === service.id), (all) => all.length === 1 && all[0].id !== booked.id)
  assert.equal(mine[0].service_id, service.id)
  await text(phone, '已约好').waitFor()
  assert.equal((await ask('JM-07', 'GET', `/bookings/${booked.id}`)).state, 'cancelled')
})
