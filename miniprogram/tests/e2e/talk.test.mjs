// Exchanges between residents and staff: a question and its answer, a call for help, a visit at the door, a bulletin, a
// complaint, and closing the account.
import assert from 'node:assert/strict'
import { ask, button, field, settle, story, take, text } from './county.mjs'
import { agree, choose, send } from './desk.mjs'

story('staff ask, the resident answers, and it is not solved the first time', async () => {
  const me = await settle('HGJ-12', '阳光花园7号楼')
  const { id } = await ask('HGJ-12', 'POST', '/reports', { text: '单元门的锁打不开', area_id: me.home_id })
  await ask('YG-02', 'POST', `/staff/reports/${id}/accept`, {})
  await ask('YG-02', 'POST', `/staff/reports/${id}/take`, {})
  const staff = await take('staff', 'YG-02', `report/detail/index?id=${id}`)
  await choose(staff, '请居民补充')
  await button(staff, '填入：具体位置').click()
  await send(staff, '提问')

  const resident = await take('h5', 'HGJ-12')
  await button(resident, /单元门的锁/).click()
  await text(resident, '请问具体在几单元几楼？').waitFor()
  await button(resident, '回答问题').click()
  await field(resident, '我的回答').fill('2单元一楼')
  await resident.getByRole('dialog').getByRole('button').last().click()
  await text(resident, '2单元一楼').waitFor()

  await ask('YG-02', 'POST', `/staff/reports/${id}/resolve`, { outcome: 'solved', words: '锁芯换了。' })
  await resident.to(`report/detail/index?id=${id}`)
  await button(resident, '没解决').click()
  await field(resident, /哪里没办好/).fill('还是打不开')
  await send(resident, '要求重办')
  await text(resident, '还是打不开').waitFor()
  assert.equal((await ask('HGJ-12', 'GET', `/reports/${id}`)).state, 'in_hand')
})

story('a resident calls for help from their building, and the steward comes', async () => {
  await settle('HGJ-13', '阳光花园5号楼')
  const neighbour = await take('h5', 'HGJ-13', 'life/board/index')
  const steward = await take('h5', 'HGJ-04', 'pages/steward/index')
  await text(neighbour, '楼道红管家').waitFor()
  await button(neighbour, '有困难，找党员').click()
  await field(neighbour, '要帮什么').fill('灯泡坏了，够不着')
  await button(neighbour, '请人来帮').click()
  await text(neighbour, /已记下您的求助/).waitFor()

  await steward.to('pages/steward/index')
  await steward.getByRole('tab', { name: /^求助/ }).first().click()
  await button(steward, '我去联系：灯泡坏了，够不着').click()
  await text(steward, /在联系/).waitFor()
  await button(steward, '办完了：灯泡坏了，够不着').click()
  await field(steward, '怎么办的').fill('上门换好了')
  await steward.getByRole('dialog').getByRole('button').last().click()
  await steward.getByRole('group', { name: /灯泡坏了.*等人联系|灯泡坏了.*有人在办/ }).waitFor({ state: 'detached' })
  const calls = (await ask('YG-02', 'GET', '/staff/calls?list=all')).items
  assert.equal(calls.find((c) => c.words === '灯泡坏了，够不着').result, '上门换好了')
})

story('the steward tells an unreached resident at the door', async () => {
  const steward = await take('h5', 'HGJ-04', 'duty/doors/index')
  const doors = (await ask('HGJ-04', 'GET', '/steward/doors')).items
  assert.ok(doors.length > 0, 'the demo has an unreached person')
  await button(steward, new RegExp(`^已经告诉他了：${doors[0].person_name}`)).click()
  await field(steward, '怎样告诉的').fill('敲门告诉了本人')
  await steward.getByRole('dialog').getByRole('button').last().click()
  for (let i = 0; i < 40 && (await ask('HGJ-04', 'GET', '/steward/doors')).items.length === doors.length; i++) await steward.waitForTimeout(250)
  assert.equal((await ask('HGJ-04', 'GET', '/steward/doors')).items.length, doors.length - 1)
})

story('a bulletin is shown to its residents until it is withdrawn', async () => {
  await settle('HGJ-14', '阳光花园3号楼')
  const title = `周六大扫除 ${Date.now() % 1000}`
  const staff = await take('staff', 'YG-02', 'office/bulletins/index')
  await button(staff, '发公告').click()
  await field(staff, '标题').fill(title)
  await field(staff, /正文|内容/).fill('上午九点，楼前集合。')
  await send(staff, '发布')
  await text(staff, title).waitFor()
  const resident = await take('h5', 'HGJ-14', 'life/bulletin/index')
  await text(resident, title).waitFor()
  await button(staff, `撤下，${title}`).click()
  await agree(staff, '撤下公告')
  await staff.locator('.bul-head', { hasText: title }).waitFor({ state: 'detached' })
  assert.ok(!(await ask('HGJ-14', 'GET', '/bulletins')).items.some((b) => b.title === title))
})

story('a complaint about the system bypasses the staff it is about', async () => {
  await settle('HGJ-15', '阳光花园3号楼')
  const words = `看不懂怎么预约 ${Date.now() % 1000}`
  const phone = await take('h5', 'HGJ-15', 'life/complaint/index')
  await field(phone, '怎么回事').fill(words)
  await button(phone, '提交投诉').click()
  await text(phone, '已交给网格中心').waitFor()
  const { id } = (await ask('HGJ-15', 'GET', '/reports')).items.find((r) => r.text === words)
  assert.equal((await ask('ZX-01', 'GET', `/reports/${id}`)).text, words)
  await assert.rejects(ask('YG-02', 'GET', `/reports/${id}`), /404/)
})

story('closing the account deletes the data, also on the device', async () => {
  await settle('HGJ-16', '阳光花园3号楼')
  const before = await ask('HGJ-16', 'GET', '/me')
  const phone = await take('h5', 'HGJ-16', 'life/privacy/index')
  await button(phone, '注销我的账号').click()
  await agree(phone, '注销账号？')
  await agree(phone, '真的注销吗？')
  await phone.getByText('已注销').waitFor()
  await assert.rejects(ask('HGJ-16', 'GET', '/me'), /401/)
  const kept = await phone.evaluate(() => Object.entries(localStorage).filter(([, value]) => value.includes('阳光花园')).map(([key]) => key))
  assert.deepEqual(kept, [])
  assert.ok(before.home_id)
})
