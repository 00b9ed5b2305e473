// The counter (服务台): a timetable from creation to end, a session from the first number to the last, and calls to residents
// before they come.
import assert from 'node:assert/strict'
import { agreed, ask, button, story, take, text, until } from './county.mjs'
import { agree, choosePerson, clerk, elsewhere, enter, fresh, inSheet, later, moment, press, received, sheet, today, turnTo } from './desk.mjs'
import { allDay, board, guest, service, session, stands } from './services.mjs'

story('a timetable from creation to end', async () => {
  const name = fresh('量体重'), day = later(await today(), 1), closed = later(day, 1)
  const office = await take('staff', clerk, 'session/timetable/index')
  await button(office, '新增服务').click()
  await inSheet(office, '名称').fill(name)
  await elsewhere(sheet(office), '地点', '一楼便民厅') // the name of a place means it
  await press(office, '保存')
  await text(office, name).waitFor()
  assert.deepEqual([(await service(name)).place, (await service(name)).rules.per_week], ['一楼便民厅', 1])

  await button(office, `修改服务，${name}`).click()
  await inSheet(office, '要带什么、注意什么').fill('请脱鞋。')
  await sheet(office).getByRole('button', { name: '每人每周几次（0 不限）增加' }).click()
  await press(office, '保存')
  assert.deepEqual([(await service(name)).about, (await service(name)).rules.per_week], ['请脱鞋。', 2])
  await button(office, `问题，${name}`).click()
  await sheet(office).getByRole('button', { name: '问几个增加' }).click()
  await inSheet(office, '第 1 个问题').fill('穿多大的鞋')
  await press(office, '保存')
  assert.deepEqual((await service(name)).questions.map((q) => q.text), ['穿多大的鞋'])

  await button(office, `加时间，${name}`).click()
  for (const one of '一二三四五六日') await sheet(office).getByRole('checkbox', { name: `周${one}`, exact: true }).click()
  await turnTo(office, '几点结束', '11:30')
  await sheet(office).getByRole('checkbox', { name: '法定节假日也开' }).click()
  await press(office, '保存')
  await text(office, '每天 09:00-11:30').waitFor()
  const first = await until(() => session(name, day))
  assert.deepEqual([first.begin_at.slice(11, 16), first.end_at.slice(11, 16), first.places], ['09:00', '11:30', 10])

  // A session with bookings keeps its old times, and staff are shown that.
  await agreed('JM-03')
  const booked = await ask('JM-03', 'POST', '/bookings', { session_id: first.id, answers: {} })
  await button(office, `修改，${name} 每天 09:00-11:30`).click()
  await inSheet(office, '主讲人或主题').fill('张老师')
  await turnTo(office, '几点结束', '12:00')
  await sheet(office).getByRole('button', { name: '保存', exact: true }).click()
  await agree(office, '1 场有人约了，没有动')
  await text(office, '每天 09:00-12:00').waitFor()
  await until(() => session(name, closed), (s) => s.end_at.slice(11, 16) === '12:00' && s.host === '张老师')
  assert.equal((await session(name, day)).end_at.slice(11, 16), '11:30')

  await button(office, `只改一天，${name} 每天 09:00-12:00`).click()
  await turnTo(office, '哪一天', closed)
  await inSheet(office, '原因').fill('大厅在刷墙')
  await press(office, '保存')
  await until(() => session(name, closed), (s) => !s || s.state === 'cancelled')
  await until(() => session(name, later(closed, 1)), (s) => s?.state === 'open')

  const counter = await take('staff', clerk, `session/board/index?id=${first.id}`)
  await button(counter, '取消场次').click()
  await button(counter, /^填入：师傅生病/).click()
  await press(counter, '取消场次')
  await text(counter, '已取消').waitFor()
  assert.equal((await session(name, day)).state, 'cancelled')
  const lost = await until(() => ask('JM-03', 'GET', `/bookings/${booked.id}`), (b) => b.state === 'cancelled')
  assert.equal(lost.reason, '师傅生病，今天不能来。')
  await until(() => ask('JM-03', 'GET', '/notices'), ({ items }) => items.some((n) => n.text.includes(name) && n.text.includes('师傅生病')))
  const resident = await take('h5', 'JM-03', 'life/inbox/index')
  await text(resident, new RegExp(`${name}.*师傅生病`)).waitFor()

  const paper = await received(office, '打印本周时间表')
  assert.equal(paper.bytes.subarray(0, 4).toString(), '%PDF')
  assert.match(paper.name, /^阳光社区服务时间表-.*\.pdf$/)
  await button(office, `停办，${name} 每天 09:00-12:00`).click()
  await agree(office, '没人约的场次马上取消')
  await until(() => service(name), (s) => s.entries.length === 0)
  const card = office.locator('.card', { hasText: name })
  await card.getByText('每天 09:00-12:00').waitFor({ state: 'detached' })
  await button(office, `停办服务，${name}`).click()
  await agree(office, name)
  await until(() => service(name), (s) => !s)
  await card.waitFor({ state: 'detached' })
})

story('a session from the first number to the last', async () => {
  const held = await allDay(fresh('测视力'))
  const names = ['赵奶奶', '钱大爷', '孙阿姨', '李师傅', '周大妈'].map(fresh)
  const [walk, second, third, late, off] = names
  // Three have booked (1 to 3), two are walk-ins, and one more is unknown to the community.
  for (const name of names) {
    const { id } = await enter(name)
    if ([third, late, off].includes(name)) await ask(clerk, 'POST', '/bookings', { session_id: held.id, person_id: id, answers: {} })
  }
  const desk = await take('staff', clerk, `session/board/index?id=${held.id}`)
  const walksIn = async (name, number) => {
    await button(desk, '现场取号').click()
    await choosePerson(desk, '谁', name)
    await sheet(desk).getByRole('button', { name: '发号', exact: true }).click()
    await agree(desk, `${name}，${number} 号`)
    assert.equal((await stands(held.id, name, 'arrived')).number, number)
  }
  await walksIn(walk, 4)
  await walksIn(second, 5)
  const stranger = fresh('吴小弟')
  await button(desk, '现场取号').click()
  await sheet(desk).getByRole('button', { name: /^谁：/ }).click()
  await sheet(desk).getByRole('button', { name: '登记新居民', exact: true }).click()
  await inSheet(desk, '姓名').fill(stranger)
  await sheet(desk).getByRole('button', { name: '登记', exact: true }).click()
  await sheet(desk).getByRole('button', { name: `谁：${stranger}`, exact: true }).waitFor()
  await sheet(desk).getByRole('button', { name: '发号', exact: true }).click()
  await agree(desk, `${stranger}，6 号`)
  await stands(held.id, stranger, 'arrived')

  await button(desk, '叫下一位（4 号）').click()
  await text(desk, `4 号 ${walk}`).waitFor()
  const { called_at: called } = await stands(held.id, walk, 'called')
  await until(moment, (now) => now > called.slice(0, 19))
  await button(desk, '再叫').click()
  await until(() => guest(held.id, walk), (g) => g.called_at > called)
  await desk.locator('.calling').getByRole('button', { name: '完成', exact: true }).click()
  await button(desk, '填入：已办好').click()
  await press(desk, '完成')
  assert.equal((await stands(held.id, walk, 'done')).result, '已办好')

  await button(desk, '叫下一位（5 号）').click()
  await text(desk, `5 号 ${second}`).waitFor()
  await desk.locator('.calling').getByRole('button', { name: '未到', exact: true }).click()
  await stands(held.id, second, 'no_show')
  await text(desk, '1 位到了，等着叫号').waitFor()

  // Of the booked residents one comes, one is a no-show, one cancels by telephone.
  await button(desk, `到场，${third}`).click()
  await stands(held.id, third, 'arrived')
  await button(desk, `未到，${late}`).click()
  await stands(held.id, late, 'no_show')
  await button(desk, `更多，${off}`).click()
  await sheet(desk).getByRole('button', { name: '取消预约', exact: true }).click()
  await button(desk, '填入：本人来电取消').click()
  await press(desk, '取消预约')
  assert.equal((await stands(held.id, off, 'cancelled')).reason, '本人来电取消')
  await button(desk, `更多，${third}`).click()
  const slip = await received(desk, '打印小票')
  assert.equal(slip.bytes.subarray(0, 4).toString(), '%PDF')

  const { session: before } = await board(held.id)
  await button(desk, '加号').click()
  await sheet(desk).getByRole('button', { name: '加几个增加' }).click()
  await press(desk, '加号')
  assert.equal((await board(held.id)).session.places, before.places + 2)
  const sums = await until(() => desk.locator('.sum').allTextContents(), (all) => all.includes(`${before.places + 2}名额`))
  assert.ok(sums.includes('1已完成') && sums.includes('2等着'), sums.join())
})

story('a resident with two no-shows is called before the next session', async () => {
  const [one, other] = [fresh('磨剪子'), fresh('修雨伞')]
  const { name, id: person } = await ask('JM-07', 'GET', '/me')
  await agreed('JM-07')
  for (const offered of [one, other]) {
    const { id: session_id } = await allDay(offered)
    const { id } = await ask(clerk, 'POST', '/bookings', { session_id, person_id: person, answers: {} })
    await ask(clerk, 'POST', `/staff/bookings/${id}/miss`)
  }
  const tomorrow = later(await today(), 1)
  const booked = []
  for (const offered of [one, other]) {
    const ahead = await until(() => session(offered, tomorrow))
    booked.push(await ask('JM-07', 'POST', '/bookings', { session_id: ahead.id, answers: {} }))
  }
  assert.deepEqual(booked.map((b) => b.by_phone), [true, true])

  const desk = await take('staff', clerk, 'session/phone/index')
  const card = (offered) => desk.locator('.card', { hasText: offered })
  const toCall = async () => (await ask(clerk, 'GET', '/staff/bookings/by-phone')).items.map((c) => c.booking.id)
  await card(one).getByRole('button', { name: `打电话，${name}` }).click()
  await button(desk, '填入：核实情况').click()
  await sheet(desk).getByRole('button', { name: '查看', exact: true }).click()
  await desk.locator('.uni-modal').getByText(/^1990000\d{4}$/).waitFor()
  await desk.locator('.uni-modal__btn_default').click()
  await card(one).getByRole('button', { name: `会来，${name}` }).click()
  await card(one).waitFor({ state: 'detached' })
  assert.ok(!(await toCall()).includes(booked[0].id))
  const sure = await ask('JM-07', 'GET', `/bookings/${booked[0].id}`)
  assert.deepEqual([sure.by_phone, sure.state], [false, 'confirmed'])

  await card(other).getByRole('button', { name: `不来了，${name}` }).click()
  await button(desk, '填入：电话联系不上').click()
  await press(desk, '取消预约')
  await card(other).waitFor({ state: 'detached' })
  const gone = await ask('JM-07', 'GET', `/bookings/${booked[1].id}`)
  assert.deepEqual([gone.state, gone.reason], ['cancelled', '电话联系不上'])
  assert.equal((await ask(clerk, 'GET', '/staff/home')).bookings_by_phone, (await toCall()).length)
})
