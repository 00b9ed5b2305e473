// Today's list on a telephone without a network: results and notes wait, are shown honestly, and arrive once.
import assert from 'node:assert/strict'
import { ask, button, choosePhoto, field, story, take, text } from './county.mjs'
import { agree } from './desk.mjs'

const today = async (who) => (await ask(who, 'GET', '/today')).items

story('an officer works off the list in flight mode, and everything arrives once', async () => {
  const rows = await today('YG-02')
  const row = rows.find((r) => r.taps.some((t) => t.do === 'confirm'))
  assert.ok(row, `nobody moved in: ${JSON.stringify(rows.map((r) => r.title))}`)
  const walker = await ask('YG-21', 'GET', '/me')
  const phone = await take('staff', 'YG-02', 'work/today/index')
  await text(phone, row.title).first().waitFor()
  await phone.to('work/note/index')
  await text(phone, '安全隐患').waitFor()
  await phone.to('work/today/index')
  await text(phone, row.title).first().waitFor()
  await phone.context().setOffline(true)
  await button(phone, `见到了，属实：${row.title}`).first().click()
  await text(phone, '等网络').first().waitFor()
  await button(phone, '记一笔').click()
  await text(phone, '安全隐患').click()
  const words = `清走纸箱 ${Date.now()}`
  await field(phone, '一句话').fill(words)
  await choosePhoto(phone, () => button(phone, '拍照（可以不拍）').click(), 'rubbish')
  await phone.getByLabel('第1张照片', { exact: true }).waitFor()
  await button(phone, /选同行的人/).click()
  await field(phone, '找同行的人').fill(walker.name)
  await phone.getByRole('checkbox', { name: new RegExp(`^${walker.name}，`) }).click()
  await button(phone, '记下来').click()
  await text(phone, /记一笔：清走纸箱/).waitFor()
  assert.ok((await today('YG-02')).some((r) => r.key === row.key), 'the service knows nothing yet')

  await phone.context().setOffline(false)
  const noted = async () => (await ask('YG-02', 'GET', '/work')).items.filter((l) => l.words === words)
  for (let i = 0; i < 60 && !(await noted()).length; i++) await phone.waitForTimeout(250)
  const lines = await noted()
  assert.equal(lines.length, 1)
  assert.equal(lines[0].files.length, 1, 'with its photo')
  assert.ok(!(await today('YG-02')).some((r) => r.key === row.key), 'the newcomer is confirmed')
  await phone.to('work/mine/index')
  await text(phone, words).waitFor()
  await text(phone, '核实住户').first().waitFor()
  await text(phone, `和${walker.name}一起`).waitFor()

  // The colleague has it too, and was not there.
  const clerk = await ask('YG-02', 'GET', '/me')
  const other = await take('staff', 'YG-21', 'work/mine/index')
  await text(other, `和${clerk.name}一起，${clerk.name}记的`).waitFor()
  await button(other, `撤回：${words}`).click()
  await agree(other, '撤回')
  await text(other, '撤回了').waitFor()
  assert.equal((await ask('YG-21', 'GET', '/work')).items.filter((l) => l.words === words).length, 0)
  assert.equal((await noted()).length, 1, 'the clerk has it still')
})

story('a result that was refused says why, and can be given up', async () => {
  const rows = await today('YG-02')
  const row = rows.find((r) => r.taps.some((t) => t.do === 'take'))
  assert.ok(row, 'nothing to take')
  const phone = await take('staff', 'YG-02', 'work/today/index')
  await button(phone, `开始办理：${row.title}`).waitFor()
  await phone.context().setOffline(true)
  await button(phone, `开始办理：${row.title}`).click()
  await text(phone, '等网络').first().waitFor()
  await ask('YG-02', 'POST', `/staff/reports/${row.id}/take`, {}) // from another telephone
  await phone.context().setOffline(false)
  await text(phone, '没交成').waitFor()
  await button(phone, new RegExp(`^不要了`)).click()
  await button(phone, new RegExp(`^办完了：`)).first().waitFor()
})
