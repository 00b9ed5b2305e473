// Delegates (代表委员): a resident raises something without a name, what is said at a reception is written down at the board, everybody reads who
// receives without a login.
import assert from 'node:assert/strict'
import { ask, bare, base, button, field, settle, story, take, text, until } from './county.mjs'
import { agree, clerk, community, enter, fresh, sheet } from './desk.mjs'
import { allDay, guest } from './services.mjs'

const host = 'JM-01'
const known = async () => (await ask(clerk, 'GET', `/communities/${await community()}/delegates`)).items[0]

story('a resident suggests something to the delegate without a name', async () => {
  await settle('JM-04', '阳光花园5号楼')
  const { matters, name } = await known()
  const phone = await take('h5', 'JM-04', 'life/delegates/index')
  await phone.getByRole('radio', { name: new RegExp(`^${name}`) }).click()
  await field(phone, '您的建议').fill('门口的台阶请做成坡道')
  await phone.getByRole('radio', { name: '不留姓名' }).click()
  await button(phone, '提交建议').click()
  await agree(phone, '请记下编号')
  await until(known, (d) => d.matters === matters + 1)
})

story('a matter is written down at the board of a reception, and everybody reads how many there are', async () => {
  const { person_id: delegate, matters, name } = await known()
  const session = await allDay(fresh('代表接待'), 10, { provider_ids: [delegate] }, { place: '一楼大厅', kind: 'reception' })
  const who = await enter(fresh('来访人'))
  await ask(clerk, 'POST', `/staff/sessions/${session.id}/walk-in`, { session_id: session.id, person_id: who.id })
  const office = await take('staff', clerk, `session/board/index?id=${session.id}`)
  await button(office, `更多，${who.name}`).click()
  await button(office, '记下意见').click()
  await sheet(office).getByLabel('说了什么').fill('楼道灯不亮')
  await sheet(office).getByRole('button', { name: '记下', exact: true }).click()
  await agree(office, '答复会告诉本人')
  const line = await until(() => guest(session.id, who.name), (g) => g.matters.length === 1)
  await text(office, `意见 ${line.matters[0]}`).waitFor()

  const phone = await take('staff', host, `session/serving/index?id=${session.id}`) // the delegate who serves
  await button(phone, `记下意见，${who.name}`).click()
  await sheet(phone).getByLabel('说了什么').fill('物业账目要公开')
  await sheet(phone).getByText('不留姓名').click()
  await sheet(phone).getByRole('button', { name: '记下', exact: true }).click()
  await agree(phone, '没有记谁说的')
  const after = await until(known, (d) => d.matters === matters + 2)
  assert.equal((await guest(session.id, who.name)).matters.length, 1, 'the second says nothing of the person')

  const wall = await bare()
  await wall.goto(`${base}/public/${await community()}`)
  await wall.getByRole('link', { name: '代表委员什么时候接待' }).click()
  await wall.getByRole('heading', { name }).waitFor()
  await wall.getByText(`居民说过 ${after.matters} 件事`).waitFor()
  assert.equal(await wall.getByText(who.name).count(), 0)
})
