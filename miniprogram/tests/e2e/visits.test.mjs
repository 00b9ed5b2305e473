// Changed bookings: a cancelled place, an unanswered offer, a cancelled session; and a course that is booked as a whole.
import assert from 'node:assert/strict'
import { ask, button, direct, settle, story, take, text, until } from './county.mjs'
import { agree } from './desk.mjs'
import { sessions, small } from './services.mjs'

const visit = (session, community) => `visit/make/index?community=${community}&day=${session.day}&session=${session.id}&period=`
const booked = async (who, service) => (await ask(who, 'GET', '/bookings?list=ahead')).items.filter((b) => b.service_id === service.id)

/** A full session of one place, booked by the first, with the others on its waitlist in this order. */
async function queue(name, first, ...others) {
  const { community_id: community } = await settle(first, '阳光花园5号楼')
  const service = await small(community, `${name}${Date.now() % 1000}`)
  const [session] = await sessions(community, service)
  const { id } = await ask(first, 'POST', '/bookings', { session_id: session.id })
  for (const who of others) {
    await settle(who, '阳光花园5号楼')
    await ask(who, 'POST', '/bookings', { session_id: session.id })
  }
  return { service, id }
}

story('a declined place goes to the next on the waitlist', async () => {
  const { service, id } = await queue('测骨密度', 'JM-01', 'JM-02', 'JM-03')
  await ask('JM-01', 'POST', `/bookings/${id}/cancel`, {})
  const [offered] = await until(() => booked('JM-02', service), ([b]) => b?.state === 'offered')
  const phone = await take('h5', 'JM-02', `visit/detail/index?id=${offered.id}`)
  await button(phone, '不要了').click()
  await agree(phone, '让给后面等的人')
  await text(phone, '已让给下一位').waitFor()
  assert.equal((await ask('JM-02', 'GET', `/bookings/${offered.id}`)).state, 'declined')
  await until(() => booked('JM-03', service), ([b]) => b?.state === 'offered')
})

story('an unanswered offer goes to the next, and the first stays on the waitlist', async () => {
  const { service, id } = await queue('量身高', 'JM-04', 'JM-05', 'JM-06')
  await ask('JM-04', 'POST', `/bookings/${id}/cancel`, {})
  const [offered] = await until(() => booked('JM-05', service), ([b]) => b?.state === 'offered')
  const phone = await take('h5', 'JM-05', `visit/detail/index?id=${offered.id}`)
  await text(phone, /还有 \d+ 分/).waitFor()
  await direct('forward', { minutes: 31 })
  await until(() => booked('JM-06', service), ([b]) => b?.state === 'offered')
  await phone.to(`visit/detail/index?id=${offered.id}`)
  await text(phone, '前面还有 1 人在等').waitFor()
  assert.equal((await ask('JM-05', 'GET', `/bookings/${offered.id}`)).state, 'waiting')
})

story('a session is cancelled, and one tap books the next', async () => {
  const { community_id: community } = await settle('JM-08', '阳光花园5号楼')
  const service = await small(community, `推拿${Date.now() % 1000}`, 2)
  await direct('morning') // so that a week of sessions is ahead in any case
  const [session] = await sessions(community, service)
  const first = await ask('JM-08', 'POST', '/bookings', { session_id: session.id })
  await ask('YG-02', 'POST', '/staff/sessions/cancel', { session_ids: [session.id], reason: '师傅今天有事' })
  await until(() => ask('JM-08', 'GET', `/bookings/${first.id}`), (b) => b.state === 'cancelled')

  const phone = await take('h5', 'JM-08')
  await button(phone, new RegExp(service.name)).click()
  await text(phone, '师傅今天有事').waitFor()
  await button(phone, '改约下一场').click()
  await text(phone, '已约好').waitFor()
  const [next] = await booked('JM-08', service)
  assert.ok(next.begin_at > first.begin_at && next.state === 'confirmed')
})

story('a course is booked as a whole', async () => {
  const { community_id: community } = await settle('JM-09', '阳光花园5号楼')
  const service = await small(community, `太极班${Date.now() % 1000}`, 5, { series: true, per_week: 0 })
  const ahead = await sessions(community, service)
  const phone = await take('h5', 'JM-09', visit(ahead[0], community))
  await button(phone, '整期报名').click()
  await phone.getByText('都报上', { exact: true }).click()
  await phone.getByText(/报好了，一共 \d+ 场/).waitFor()
  assert.ok((await booked('JM-09', service)).length >= ahead.length)
  await text(phone, service.name).waitFor()
})
