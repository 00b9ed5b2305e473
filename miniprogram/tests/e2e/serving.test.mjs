// Providers (师傅、医生、老师) with their own sessions only; a timetable with an exception for one day; a service for tagged
// residents; and the figures of a month, for services and for departments.
import assert from 'node:assert/strict'
import { ask, button, settle, story, take, text, until } from './county.mjs'
import { clerk, community, enter, fresh, inSheet, later, press, sheet, today, turnTo } from './desk.mjs'
import { allDay, board, service, session, small, stands } from './services.mjs'

const barber = 'JM-10', stranger = 'JM-09'

/** Residents with a booking by the counter: name → booking. */
async function booked(id, ...names) {
  const all = {}
  for (const name of names.map(fresh)) {
    const person = await enter(name)
    all[name] = await ask(clerk, 'POST', '/bookings', { session_id: id, person_id: person.id, answers: {} })
  }
  return all
}

story('a provider sees their own list, calls residents, and records the results', async () => {
  const { id: serves } = await ask(barber, 'GET', '/me')
  const offered = fresh('理发')
  const { id } = await allDay(offered, 20, { provider_ids: [serves] }) // at night the third is expected and late
  const all = await booked(id, '郝奶奶', '卫大爷', '尤阿姨')
  const [first, second, third] = Object.keys(all)

  const phone = await take('staff', barber)
  await phone.locator('.serving:visible', { hasText: offered }).first().click()
  await text(phone, '约了，还没到 3 位').waitFor()

  await button(phone, `到了，${second}`).click()
  await stands(id, second, 'arrived')
  await button(phone, '扫码签到').click()
  await inSheet(phone, '预约码').fill(all[first].code.toLowerCase())
  await sheet(phone).getByRole('button', { name: '签到', exact: true }).click()
  await phone.locator('.uni-modal').getByText(new RegExp(`^${first}，${offered}`)).waitFor()
  await phone.locator('.uni-modal__btn_primary').click()
  await stands(id, first, 'arrived')
  await text(phone, '到了，等着 2 位').waitFor()

  await button(phone, `叫下一位（${all[first].number} 号）`).click() // by number, not by arrival
  await text(phone, `${all[first].number} 号 ${first}`).waitFor()
  await phone.locator('.calling').getByRole('button', { name: '完成', exact: true }).click()
  await button(phone, '填入：剪发、洗头').click()
  await press(phone, '完成')
  assert.equal((await stands(id, first, 'done')).result, '剪发、洗头')
  await button(phone, `未到，${third}`).click()
  await stands(id, third, 'no_show')
  await button(phone, '再加几个号').click()
  await press(phone, '加号')
  await until(() => board(id), (b) => b.session.places === 21)

  const other = await take('staff', stranger, `session/serving/index?id=${id}`)
  await text(other, '未找到该场次').waitFor()
  assert.equal(await other.getByText(first).count(), 0)
})

story('an exception for one day is set and removed', async () => {
  const name = fresh('量血压'), day = later(await today(), 2)
  await small(await community(), name, 4)
  const usual = await until(() => session(name, day))
  const times = async () => {
    const s = await session(name, day)
    return s && `${s.begin_at.slice(11, 16)}-${s.end_at.slice(11, 16)} ${s.places}`
  }
  const office = await take('staff', clerk, 'session/timetable/index')
  const change = async (what, more) => {
    await button(office, `只改一天，${name} 每天 21:00-21:50`).click()
    await turnTo(office, '哪一天', day)
    await sheet(office).getByRole('radio', { name: new RegExp(`^${what}`) }).click()
    await more()
    await press(office, '保存')
  }
  await change('改时间', async () => {
    await turnTo(office, '几点开始', '20:00')
    await turnTo(office, '几点结束', '20:40')
    await inSheet(office, '原因').fill('医生要开会')
  })
  await until(times, (now) => now === '20:00-20:40 4')
  await change('照常', async () => assert.equal(await inSheet(office, '原因').count(), 0))
  await until(times, (now) => now === '21:00-21:50 4')
  await change('改名额', async () => {
    await sheet(office).getByRole('button', { name: '名额增加' }).click()
    await inSheet(office, '原因').fill('多来一位医生')
  })
  await until(times, (now) => now === '21:00-21:50 5')
  assert.equal((await session(name, later(day, 1))).places, usual.places, 'the other days stay')
})

story('a service is limited to tagged residents', async () => {
  const name = fresh('助浴'), { community_id: place, id } = await settle('JM-01', '阳光花园5号楼')
  await small(place, name, 2)
  const office = await take('staff', clerk, 'session/timetable/index')
  await button(office, `修改服务，${name}`).click()
  await sheet(office).getByRole('checkbox', { name: '失能', exact: true }).click()
  await press(office, '保存')
  assert.deepEqual((await service(name)).rules.tags, ['frail'])

  const held = await until(async () => await session(name, await today()) ?? session(name, later(await today(), 1)))
  const phone = await take('h5', 'JM-01', `visit/make/index?community=${place}&day=${held.day}&session=${held.id}&period=`)
  await button(phone, '确认预约').click()
  await phone.getByText('这项服务面向特定人群，请联系社区工作人员登记').waitFor()
  assert.equal((await board(held.id)).seated.length, 0)
  await ask(clerk, 'PATCH', `/staff/residents/${id}`, { tags: ['frail'] })
  await button(phone, '确认预约').click()
  await text(phone, '已约好').waitFor()
  assert.equal((await board(held.id)).seated.length, 1)
})

story('the usage of a month is what the service counts', async () => {
  const offered = fresh('磨刀')
  const { id } = await allDay(offered, 5)
  const all = await booked(id, '苗奶奶', '凤大爷')
  const [came, stayed] = Object.values(all)
  await ask(clerk, 'POST', '/staff/check-in', { booking_id: came.id })
  await ask(clerk, 'POST', `/staff/sessions/${id}/call`)
  await ask(clerk, 'POST', `/staff/bookings/${came.id}/finish`, {})
  await ask(clerk, 'POST', `/staff/bookings/${stayed.id}/miss`)

  const month = (await today()).slice(0, 7), last = later(`${later(`${month}-01`, 32).slice(0, 7)}-01`, -1)
  const counted = async (from, to) => (await ask(clerk, 'GET', `/staff/communities/${await community()}/usage?from=${from}&to=${to}`)).items
  const office = await take('staff', clerk, 'office/usage/index')
  const card = office.locator('.card', { hasText: offered })
  await card.waitFor()
  const mine = (await counted(`${month}-01`, last)).find((u) => u.service_name === offered)
  assert.deepEqual([mine.taken, mine.served, mine.no_shows], [2, 1, 1]) // a no-show had a place too
  await card.getByText(`${mine.places} 个名额约了 2 个（${Math.round(200 / mine.places)}%），来了 1 位`).waitFor()
  await card.locator('.fact', { hasText: '爽约' }).getByText('1', { exact: true }).waitFor()

  const before = later(`${month}-01`, -1).slice(0, 7)
  await button(office, '上个月').click()
  await text(office, `${+before.slice(0, 4)}年${+before.slice(5)}月`).waitFor()
  const past = await counted(`${before}-01`, later(`${month}-01`, -1))
  if (past.length) await until(() => office.locator('.card .card-title').allTextContents(), (names) => names.join() === past.map((u) => u.service_name).join())
  else await text(office, '这个月没有服务').waitFor()
})

story('figures are shown as the nightly run has computed them', async () => {
  const now = await today()
  const reckoned = async (who, more, month) => (await ask(who, 'GET', `/staff/appraisal?month=${month}${more}`)).items
  // In the first days of a month only the last one has cases; the nightly run computes both.
  const months = [now.slice(0, 7), later(`${now.slice(0, 7)}-01`, -1).slice(0, 7)]
  const shown = (figures) => figures.filter((f) => !f.suppressed).map((f) => `${f.title}${f.value} ${f.unit}${f.count} 件`)
  let values = 0
  for (const [who, more] of [[clerk, `&community_id=${await community()}`], ['HW-01', '']]) {
    const { month, all } = await until(async () => {
      for (const month of months) {
        const all = await reckoned(who, more, month)
        if (all.some((a) => shown(a.figures).length) || (all.length && month === months[1])) return { month, all }
      }
    })
    const office = await take('staff', who, 'office/figures/index')
    const cards = office.locator('.card:visible')
    if (month === months[1]) await button(office, '上个月').click()
    await until(() => cards.count(), (n) => n === all.length)
    assert.deepEqual(await cards.locator('.card-title').allTextContents(), all.map((a) => a.name))
    for (const [i, { figures }] of all.entries()) {
      const lines = await cards.nth(i).locator('.fig').allTextContents()
      assert.deepEqual(lines, shown(figures))
      values += lines.length
      const few = figures.length - lines.length
      if (few) await cards.nth(i).getByText(few === figures.length ? '每一项都不到 10 件' : `其余 ${few} 项不到 10 件`).waitFor()
    }
    for (const _ of [1, 2]) await button(office, '下个月').click()
    await text(office, '这个月还没有数据').waitFor()
  }
  assert.ok(values > 0, 'the demo has posts with ten cases and more')
})
