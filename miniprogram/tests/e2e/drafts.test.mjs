// No typed text is lost by going back, by a reload, without a network or by a conflict with a colleague; and none is left for
// the next person.
import assert from 'node:assert/strict'
import { ask, base, button, field, settle, story, take, text, until } from './county.mjs'
import { agree, choose, clerk, fresh, inSheet, press, secretary, send, sheet } from './desk.mjs'

const desktop = { width: 1280, height: 800, isMobile: false, hasTouch: false }

/** A report of 阳光社区 that the clerk has taken. */
async function inHand(words) {
  const { home_id } = await settle('JM-01', '阳光花园5号楼')
  const { id } = await ask('JM-01', 'POST', '/reports', { text: fresh(words), area_id: home_id })
  await ask(clerk, 'POST', `/staff/reports/${id}/accept`)
  await ask(clerk, 'POST', `/staff/reports/${id}/take`)
  return id
}
const detail = (id) => `report/detail/index?id=${id}`
const closed = (page) => until(() => page.getByRole('dialog').count(), (n) => n === 0)

story('a reply survives a lost network, the way back and a reload, and is sent once', async () => {
  const id = await inHand('楼道灯不亮'), other = await inHand('垃圾没人收')
  const office = await take('staff', clerk, detail(id))
  await choose(office, '回复居民')
  await inSheet(office, '想说的话').fill('师傅明天上午来，请留人。')
  await office.context().setOffline(true)
  await send(office, '发送')
  await office.getByText(/网络不通/).first().waitFor()
  await office.context().setOffline(false)
  await office.goBack()
  await closed(office)
  assert.match(office.url(), new RegExp(`id=${id}$`), 'the page stays')
  await choose(office, '回复居民')
  assert.equal(await inSheet(office, '想说的话').inputValue(), '师傅明天上午来，请留人。')
  await office.reload()
  await choose(office, '回复居民')
  assert.equal(await inSheet(office, '想说的话').inputValue(), '师傅明天上午来，请留人。')

  const beside = await office.context().newPage()
  await beside.goto(office.at(detail(other)))
  await choose(beside, '回复居民')
  assert.equal(await inSheet(beside, '想说的话').inputValue(), '', 'the words are of one report')
  await beside.close()

  await press(office, '发送')
  await text(office, '师傅明天上午来，请留人。').waitFor()
  await choose(office, '回复居民')
  assert.equal(await inSheet(office, '想说的话').inputValue(), '')
  const said = (await ask(clerk, 'GET', `/reports/${id}`)).events.filter((e) => e.kind === 'reply')
  assert.equal(said.length, 1)
})

story('the back button leaves the page only after the sheet is closed', async () => {
  const office = await take('staff', clerk, 'pages/reports/index')
  await office.locator('.card:visible').first().click()
  await button(office, /^更多/).waitFor()
  const at = office.url()
  await choose(office, '内部备注')
  await sheet(office).getByRole('button', { name: '关闭' }).click()
  await closed(office)
  await choose(office, '内部备注')
  await office.goBack()
  await closed(office)
  assert.equal(office.url(), at)
  await office.goBack()
  await field(office, '按编号找').waitFor()
  await office.goForward()
  await button(office, /^更多/).waitFor()
})

story('at a PC Esc closes the sheet, and 刷新 fetches what is new', async () => {
  const id = await inHand('树枝挡路')
  const office = await take('staff', clerk, detail(id), desktop)
  await choose(office, '回复居民')
  await inSheet(office, '想说的话').fill('写到一半')
  await office.keyboard.press('Escape')
  await closed(office)
  await ask(clerk, 'POST', `/staff/reports/${id}/note`, { words: '别人刚写的备注' })
  await button(office, '刷新').click()
  await text(office, '别人刚写的备注').waitFor()
  await choose(office, '回复居民')
  assert.equal(await inSheet(office, '想说的话').inputValue(), '写到一半')
})

story('after a conflict the second colleague sees the new state and keeps the text', async () => {
  const id = await inHand('水管漏水')
  const office = await take('staff', clerk, detail(id), desktop)
  await text(office, '水管漏水').waitFor() // logged in by the demo
  await office.route('**/demo/**', (route) => route.abort()) // without the demo's events, as in a real deployment
  await choose(office, '办结')
  await inSheet(office, '怎样办的').fill('已经换了阀门，请您看看。')
  await ask(secretary, 'POST', `/staff/reports/${id}/resolve`, { outcome: 'solved', words: '书记先办结了' })
  await send(office, '办结')
  await sheet(office).getByText(/事件状态已变化/).waitFor()
  await sheet(office).getByText(/书记先办结了/).waitFor()
  assert.equal(await inSheet(office, '怎样办的').inputValue(), '已经换了阀门，请您看看。')
  await office.locator('.step-text').getByText('书记先办结了').first().waitFor()
})

story('a report entered for a caller is still there after a reload', async () => {
  const office = await take('staff', clerk, 'report/enter/index')
  const name = fresh('来电人')
  await field(office, '姓名').fill(name)
  await field(office, '情况').fill('三楼水管爆了')
  await office.reload()
  await text(office, '上次没提交的').waitFor()
  assert.equal(await field(office, '姓名').inputValue(), name)
  assert.equal(await field(office, '情况').inputValue(), '三楼水管爆了')
  await button(office, '重新填').click()
  await until(() => field(office, '情况').inputValue(), (v) => v === '')
  await office.reload()
  assert.equal(await field(office, '情况').inputValue(), '')
})

story('drafts of a complaint, a call for help and a review are kept', async () => {
  const phone = await take('h5', 'JM-01', 'life/complaint/index')
  await field(phone, '怎么回事').fill('字太小看不清')
  await phone.to('life/complaint/index')
  assert.equal(await field(phone, '怎么回事').inputValue(), '字太小看不清')
  await settle('JM-01', '阳光花园5号楼')
  await phone.to('life/board/index')
  await button(phone, '有困难，找党员').click()
  await inSheet(phone, '要帮什么').fill('灯泡不会换')
  await phone.goBack()
  await closed(phone)
  await phone.to('life/board/index')
  await button(phone, '有困难，找党员').click()
  assert.equal(await inSheet(phone, '要帮什么').inputValue(), '灯泡不会换')
})

story('a logout lasts until the next login, and no data is left', async () => {
  const office = await take('staff', clerk, 'report/enter/index')
  await field(office, '情况').fill('不该留给别人看的话')
  await office.to('pages/me/index')
  await button(office, '退出登录').click()
  await agree(office, '退出登录')
  await button(office, '登录').waitFor()
  const left = await office.evaluate(() => JSON.stringify({ ...localStorage }))
  assert.doesNotMatch(left, /不该留给别人|token|"phone"/)
  let entered = 0
  office.on('request', (r) => { if (/login/.test(r.url())) entered++ })
  for (const path of ['', 'pages/reports/index', 'pages/me/index']) {
    await office.to(path)
    await button(office, '登录').waitFor()
  }
  assert.equal(entered, 0, 'nobody was logged in')
  await button(office, '登录').click()
  await text(office, '退出登录').waitFor()
  await office.to('report/enter/index')
  assert.equal(await field(office, '情况').inputValue(), '')
  assert.ok(base)
})
