// Files and texts of the office, and its counter: ledgers (台账), boards (公示牌), reply templates (回复模板), reports entered for
// others (代录), photos without a decision (待审照片).
import assert from 'node:assert/strict'
import { agreed, ask, button, choosePhoto, direct, field, house, story, take, text, until } from './county.mjs'
import { agree, choosePlace, clerk, community, fresh, inSheet, moment, press, received, secretary, sheet, turnTo } from './desk.mjs'

const starts = (file, ...bytes) => assert.deepEqual([...file.bytes.subarray(0, bytes.length)], bytes, file.name)
const pdf = [...Buffer.from('%PDF')], xlsx = [...Buffer.from('PK')], png = [0x89, ...Buffer.from('PNG')]

story('ledgers are exported as workbooks, and each export is audited', async () => {
  const office = await take('staff', clerk, 'office/ledgers/index')
  const record = async (reason) => (await ask(secretary, 'GET', '/staff/ledgers')).items.find((e) => e.reason === reason)
  const { name } = await ask(clerk, 'GET', '/me')
  await button(office, '导出事件台账').click()
  await office.getByText('请写明为什么导出').waitFor()

  const monthly = fresh('月度考核'), yearly = fresh('年终总结')
  await field(office, '为什么导出').fill(monthly)
  const reports = await received(office, '导出事件台账')
  starts(reports, ...xlsx)
  const day = (await moment()).slice(0, 10)
  assert.equal(reports.name, `事件台账-${day.slice(0, 8)}01至${day}.xlsx`)
  const first = await record(monthly)
  assert.deepEqual([first.kind, first.by, first.from, first.to, first.reveal], ['reports', name, `${day.slice(0, 8)}01`, day, false])

  await button(office, /^区域：/).click()
  await choosePlace(office, '阳光花园3号楼')
  await button(office, /^区域：.*3号楼/).waitFor()
  await office.getByRole('tab', { name: '预约台账' }).click()
  await button(office, '区域：我的全部范围').waitFor() // bookings belong to no building
  await office.getByRole('radio', { name: '今年' }).click()
  await button(office, /^区域：/).click()
  await sheet(office).getByText('城关街道', { exact: true }).click()
  assert.equal(await sheet(office).getByLabel('找楼栋').count(), 0, 'a search for words finds buildings, which are no choice here')
  await button(office, '选这里：阳光社区').click()
  await field(office, '为什么导出').fill(yearly)
  await office.getByRole('checkbox', { name: /^要完整的手机号/ }).click()
  const bookings = await received(office, '导出预约台账')
  starts(bookings, ...xlsx)
  const second = await record(yearly)
  assert.deepEqual([second.kind, second.from, second.area_id, second.reveal], ['bookings', `${day.slice(0, 5)}01-01`, await community(), true])
  assert.ok(second.rows > 0, 'the demo has bookings')

  const own = fresh('抽查'), [from, to] = [`${day.slice(0, 5)}03-05`, `${day.slice(0, 5)}03-20`]
  await office.getByRole('tab', { name: '事件台账' }).click()
  await office.getByRole('radio', { name: '自己选' }).click()
  await field(office, '为什么导出').fill(own)
  await button(office, '导出事件台账').click()
  await office.getByText('请选择时间').waitFor()
  await turnTo(office, '从哪天', from)
  await turnTo(office, '到哪天', to)
  await received(office, '导出事件台账')
  const third = await record(own)
  assert.deepEqual([third.kind, third.from, third.to, third.area_id], ['reports', from, to, await community()])

  const overseer = await take('staff', secretary, 'office/ledgers/index')
  await overseer.getByRole('tab', { name: '导出记录' }).click()
  const card = overseer.locator('.card', { hasText: yearly })
  await card.getByText(`预约台账 ${second.rows} 行`).waitFor()
  await card.getByText('含完整手机号').waitFor()
  await overseer.locator('.card', { hasText: monthly }).getByText(`事件台账 ${first.rows} 行`).waitFor()
})

story('boards are printed, and their telephones are saved', async () => {
  const path = `/staff/communities/${await community()}/board`
  const before = await ask(clerk, 'GET', path)
  const office = await take('staff', clerk, 'people/boards/index')
  try {
    await button(office, '修改电话').click()
    await inSheet(office, '便民联系电话').fill('0911-8127001')
    await inSheet(office, '监督电话').fill('0911-8127002')
    await press(office, '保存')
    await text(office, '0911-8127001').waitFor()
    const { version: _, ...now } = await ask(clerk, 'GET', path)
    assert.deepEqual(now, { contact_phone: '0911-8127001', supervision_phone: '0911-8127002' })
  } finally {
    await ask(clerk, 'PUT', path, { ...before, version: undefined })
  }
  const sheets = [await received(office, '每页一张'), await received(office, '每页四张')]
  for (const one of sheets) {
    starts(one, ...pdf)
    assert.equal(one.name, '阳光社区公示牌.pdf')
  }
  assert.ok(sheets[1].bytes.length < sheets[0].bytes.length, 'four on a page are fewer pages')

  await button(office, '选楼栋').click()
  await choosePlace(office, '阳光花园5号楼')
  const code = office.locator('.code img')
  const shown = () => code.getAttribute('src')
  const chat = await until(() => shown().catch(() => ''), (src) => src?.startsWith('data:image/'))
  await office.getByRole('radio', { name: '居民小程序' }).click()
  await until(() => shown().catch(() => ''), (src) => src?.startsWith('data:image/') && src !== chat)
  const picture = await received(office, '保存图片')
  assert.match(picture.name, /阳光花园5号楼\.jpg$/)
  assert.ok(picture.bytes.length > 200)
})

story('reply templates are saved, offered and deleted', async () => {
  const name = fresh('师傅已出发'), kept = async () => (await ask(clerk, 'GET', '/staff/templates')).items.find((t) => t.name === name)
  const office = await take('staff', clerk, 'report/templates/index')
  await button(office, '新增模板').click()
  await sheet(office).getByRole('button', { name: '保存', exact: true }).click()
  await office.getByText('请填写“名称”').waitFor()
  await inSheet(office, '名称').fill(name)
  await inSheet(office, '内容').fill('您好，师傅已经出发，半小时内到。')
  await sheet(office).getByRole('radio', { name: '办理中' }).click()
  await press(office, '保存')
  await office.locator('.card', { hasText: name }).getByText('办理中').waitFor()
  const { text: words, state, community_id: where } = await kept()
  assert.deepEqual([words, state, where], ['您好，师傅已经出发，半小时内到。', 'in_hand', await community()])
  await button(office, `删除，${name}`).click()
  await agree(office, name)
  await office.locator('.card', { hasText: name }).waitFor({ state: 'detached' })
  assert.equal(await kept(), undefined)
})

story('a caller\'s report is entered for them', async () => {
  const words = fresh('三号楼前的长椅断了')
  const office = await take('staff', clerk, 'report/enter/index')
  await button(office, '提交').click()
  await office.getByText('请填写反映人的姓名').waitFor()
  await office.getByRole('radio', { name: /^12345、信访/ }).click()
  await office.getByRole('radio', { name: /^12345$/ }).click()
  await field(office, '原系统编号').fill('HL-7781')
  await button(office, '从居民里找').click()
  await inSheet(office, '姓名或完整手机号').fill('周文斌')
  await sheet(office).getByRole('button', { name: '查找', exact: true }).click()
  await sheet(office).getByRole('button', { name: /^周文斌/ }).click()
  await text(office, /^已选居民 周文斌/).waitFor()
  const { phone } = (await ask(clerk, 'POST', '/staff/residents/find', { community_id: await community(), q: '周文斌' })).items[0]
  await field(office, '手机号').fill('19900007701')
  await field(office, '情况').fill(words)
  await button(office, /^楼栋或网格：/).click()
  await choosePlace(office, '阳光花园3号楼')
  await field(office, '具体位置').fill('楼前花坛边')
  await office.getByRole('checkbox', { name: /^紧急/ }).click()
  await button(office, '提交').click()
  await office.waitForURL(/report\/detail\/index\?id=\d+/)
  const id = office.url().match(/id=(\d+)/)[1]
  const entered = await ask(clerk, 'GET', `/reports/${id}`)
  assert.deepEqual([entered.text, entered.place, entered.urgent, entered.area_id], [words, '楼前花坛边', true, (await house('阳光花园3号楼')).id])
  assert.deepEqual([entered.source, entered.external_no, entered.reporter.name], ['hotline', 'HL-7781', '周文斌'])
  assert.match(phone, /\*{4}/)
  await text(office, words).waitFor()
})

/** Moves the clock in steps, so that jobs that run every few minutes are done on the way. */
async function wait(minutes, done) {
  const step = 5
  let passed = 0
  for (; passed < minutes && !(await done()); passed += step) await direct('forward', { minutes: step })
  if (passed < minutes) await direct('forward', { minutes: minutes - passed })
}

// It is the last one because it moves the clock.
story('two hours later: an unanswered report, and photos without a decision', async () => {
  await agreed('JM-08')
  const danger = fresh('楼道里有煤气味'), words = fresh('宣传栏玻璃碎了')
  await ask('JM-08', 'POST', `/buildings/${(await house('向阳小区1号楼')).id}/call`, { words: danger, phone: '19900008878' })
  const call = (await ask(clerk, 'GET', '/staff/calls')).items.find((c) => c.words === danger)
  assert.equal(call.urgent, true)
  const unanswered = async () => (await ask(clerk, 'GET', '/staff/unanswered')).items.find((p) => p.subject === 'call' && p.subject_id === call.id)

  // The platform checks pictures only of people who opened it in the last two hours.
  const office = await take('staff', 'YG-04', 'report/enter/index')
  await text(office, '从居民里找').waitFor()
  await wait(125, unanswered)
  await field(office, '姓名').fill('王先生')
  await field(office, '情况').fill(words)
  await choosePhoto(office, () => button(office, '拍照或选照片').click(), 'wall')
  await office.getByLabel('第1张照片', { exact: true }).waitFor()
  await choosePhoto(office, () => button(office, '再加一张照片').click(), 'car')
  await office.getByLabel('第2张照片', { exact: true }).waitFor()
  await field(office, '具体位置').fill('3号楼宣传栏')
  await button(office, /^楼栋或网格：/).click()
  await choosePlace(office, '阳光花园3号楼')
  await button(office, '提交').click()
  await office.waitForURL(/report\/detail\/index\?id=\d+/)
  const id = office.url().match(/id=(\d+)/)[1]
  const files = async () => (await ask(clerk, 'GET', `/reports/${id}`)).events[0].files
  assert.equal((await files()).length, 2)
  const held = async () => (await ask(clerk, 'GET', `/staff/media/held?community_id=${await community()}`)).items
  const [good, bad] = await until(files, (all) => all.every((f) => f.note === '照片待审核，其他居民暂不可见'))
  const desk = await take('staff', clerk, 'report/photos/index')
  const cards = desk.locator('.card:visible')
  const decide = async ({ id: one }, deed, reason) => {
    const all = await held()
    await until(() => cards.count(), (n) => n === all.length)
    const card = cards.nth(all.findIndex((f) => f.id === one))
    await until(() => card.locator('.held img').evaluate((img) => img.complete && img.naturalWidth > 0))
    await card.getByRole('button', { name: deed }).click()
    await button(desk, `填入：${reason}`).click()
    await press(desk, '确定')
    await until(() => cards.count(), (n) => n === all.length - 1)
    assert.ok(!(await held()).some((f) => f.id === one))
  }
  await decide(good, '可以给别人看', '正常')
  await decide(bad, '不给别人看', '有车牌')
  assert.deepEqual((await files()).map((f) => f.note), ['', '照片不给其他居民看'])
  await desk.getByRole('tab', { name: '不公开的' }).click()
  await until(() => cards.count(), (n) => n === 1)
  await button(desk, '可以给别人看').click()
  await button(desk, '填入：正常').click()
  await press(desk, '确定')
  await text(desk, '没有不公开的照片').waitFor()
  assert.deepEqual((await files()).map((f) => f.note), ['', ''])

  const paging = await unanswered()
  assert.equal(paging.stage, 'unanswered')
  await ask(secretary, 'POST', `/staff/pagings/${paging.id}/acknowledge`) // an emergency needs two
  await desk.to('people/stewards/index?tab=unanswered')
  const card = desk.locator('.card', { hasText: `${paging.acknowledgements + 1}/${paging.needed} 人确认` }).filter({ hasText: paging.area_name })
  await card.getByRole('button', { name: /^我来处理/ }).first().click()
  await until(unanswered, (p) => !p)
  const { state, acknowledged_by: by } = (await ask(clerk, 'GET', '/staff/calls')).items.find((c) => c.words === danger)
  assert.deepEqual([state, typeof by], ['acknowledged', 'string'])
})
