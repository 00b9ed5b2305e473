// Meals (助餐): a resident asks, the clerk agrees on the telephone, the list is fixed, and the round is brought without a network; at one door
// nobody opens.
import assert from 'node:assert/strict'
import { ask, button, direct, settle, story, take, text, until } from './county.mjs'
import { agree, clerk, moment, press, send, sheet } from './desk.mjs'

const carrier = 'HGJ-04', eater = 'JM-04', cooks = 'ST-01'
const members = async (list) => (await ask(clerk, 'GET', `/staff/meals?list=${list}`)).items
const stops = async () => (await ask(carrier, 'GET', '/meals/rounds')).items.flatMap((r) => r.stops)
/** Moves the clock to a time of the next day. */
async function tomorrowAt(hour, minute) {
  const [h, m] = (await moment()).slice(11, 16).split(':').map(Number)
  await direct('forward', { minutes: (24 + hour) * 60 + minute - h * 60 - m })
}

story('a resident asks for meals, the clerk agrees, the list is fixed and the round is brought without a network', async () => {
  const me = await settle(eater, '阳光花园3号楼', { born: 1945 })
  const phone = await take('h5', eater, 'life/meal/index')
  await button(phone, '登记用餐，老有颐养午餐').click()
  await sheet(phone).getByLabel('房号').fill('703')
  await sheet(phone).getByLabel('忌口（可以不写）').fill('不吃香菜')
  await send(phone, '登记')
  await agree(phone, '前答复您')
  const asked = await until(async () => (await members('asked')).find((m) => m.person_id === me.id))

  const office = await take('staff', clerk, 'office/meals/index')
  await button(office, `同意，${asked.name}`).click()
  await press(office, '同意')
  await until(() => members('on'), (all) => all.some((m) => m.id === asked.id))
  await office.getByRole('tab', { name: '份数' }).click()
  await text(office, '还没有定').waitFor()
  await direct('forward', { minutes: 8 * 60 })
  const portions = async () => (await ask(clerk, 'GET', '/staff/meal-programmes')).items[0]
  const next = new Date(Date.parse(await moment()) + 86_400_000).toISOString().slice(0, 10)
  const fixed = await until(async () => ask(clerk, 'GET', `/staff/meal-programmes/${(await portions()).id}/days/${next}`), (s) => s.fixed)
  assert.ok(fixed.stops.some((s) => s.name === asked.name && s.diet === '不吃香菜'), 'the list has the newcomer')
  await office.getByRole('tab', { name: '明天名单' }).click()
  await text(office, '忌口：不吃香菜').waitFor()

  await tomorrowAt(11, 40)
  const todo = (await stops()).filter((s) => s.outcome === 'to_do')
  assert.ok(todo.length >= 2, 'two portions are to bring')
  const round = await take('h5', carrier, 'duty/meals/index')
  await text(round, todo[0].place).waitFor()
  await round.context().setOffline(true)
  await button(round, `送到了：${todo[0].name}`).click()
  await text(round, '等网络').waitFor()
  await button(round, `没人应：${todo[1].name}`).click()
  await agree(round, '多敲几次门')
  await until(() => round.getByText('等网络').locator('visible=true').count(), (n) => n === 2)
  assert.deepEqual((await stops()).filter((s) => s.id === todo[0].id || s.id === todo[1].id).map((s) => s.outcome), ['to_do', 'to_do'], 'the service knows nothing yet')
  await round.context().setOffline(false)
  await until(stops, (all) => all.find((s) => s.id === todo[0].id).outcome === 'delivered' && all.find((s) => s.id === todo[1].id).outcome === 'no_answer')
  await text(round, '已送到').waitFor()

  // Nobody opened: the carrier sees the number, half an hour later the steward is asked, and the desk sees it.
  await button(round, `看电话：${todo[1].name}`).click()
  await agree(round, /本人/)
  await office.to('office/meals/index?list=today')
  await text(office, '正在打电话').waitFor()
  await direct('forward', { minutes: 31 })
  await until(async () => (await ask(clerk, 'GET', `/staff/meal-programmes/${(await portions()).id}/days/${next}`)).stops.find((s) => s.id === todo[1].id), (s) => s.calling === '已请红管家去看')
  await button(round, `送到了：${todo[1].name}`).click()
  await until(stops, (all) => all.find((s) => s.id === todo[1].id).outcome === 'delivered')
})

story('the kitchen of an org sees its portions and diets, and nothing of others', async () => {
  const [p] = (await ask(clerk, 'GET', '/staff/meal-programmes')).items
  assert.ok(p.kitchen_id, 'an org cooks in the demo')
  const cook = await take('staff', cooks, '')
  await button(cook, '厨房名单').click()
  await button(cook, /^忌口和分装/).click()
  await agree(cook, '少盐')
  await take('staff', 'GD-01', 'office/kitchen/index').then((other) => text(other, '没有请本单位做的餐').waitFor())
})

story('the clerk pauses a day for somebody and ends a membership on the telephone', async () => {
  const office = await take('staff', clerk, 'office/meals/index?list=on')
  const [one] = (await members('on')).filter((m) => m.name === '丁翠英')
  await button(office, `停餐，${one.name}`).click()
  await press(office, '保存')
  await until(() => members('on'), (all) => all.some((m) => m.id === one.id))
  await button(office, `结束，${one.name}`).click()
  await sheet(office).getByLabel('原因').fill('搬去女儿家')
  await press(office, '确定')
  await until(() => members('ended'), (all) => all.some((m) => m.id === one.id && m.why === '搬去女儿家'))
})
