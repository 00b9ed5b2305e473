// 采集 and 很久没联系: the clerk writes a collection down, the secretary says yes, a household is asked on its page and on the officer's list.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, button, desk, story, take, text, until } from './county.mjs'
import { agree, clerk, community, fresh, later, secretary, today } from './desk.mjs'

const drawer = (page) => page.locator('.el-drawer:visible')
const listed = async () => (await ask(secretary, 'GET', '/staff/campaigns')).items

story('a collection is decided at the desk and answered once', async () => {
  const title = fresh('核对'), day = await today()
  const page = await desk(clerk, '/collect')
  await page.getByRole('button', { name: '新建采集', exact: true }).click()
  const fill = (label, words) => drawer(page).getByLabel(label).first().fill(words)
  await fill('标题', title)
  await fill('做什么用', '安排供暖走访')
  await fill('另外问的（一行一个）', '用什么取暖：集中、煤、电\n冬天回来住吗（是否）')
  assert.deepEqual(await seriousFaults(page), [])
  await ask(clerk, 'POST', '/staff/campaigns', {
    area_id: await community(), title, purpose: '安排供暖走访', basis: '', decided: '', use: 'home', tenure: '', doors: false,
    questions: [{ text: '家里几口人', kind: 'number', choices: [], known: 'size', sealed: false }], from: day, until: later(day, 10), drop: later(day, 40),
  })
  const made = (await listed()).find((c) => c.title === title)
  const decides = await desk(secretary, '/collect')
  await decides.getByRole('button', { name: title, exact: true }).click()
  await decides.getByRole('button', { name: '同意开始', exact: true }).click()
  await decides.getByRole('dialog').getByRole('button', { name: '同意', exact: true }).click()
  await text(decides, '没有依据和决定').waitFor() // without a decision it cannot start
  await decides.getByRole('button', { name: '修改', exact: true }).click()
  await drawer(decides).getByLabel('依据').first().fill('供暖方案第三条')
  await drawer(decides).getByLabel('由谁决定').first().fill('社区党委会')
  await drawer(decides).getByRole('button', { name: '保存草稿', exact: true }).click()
  await until(async () => (await listed()).find((c) => c.id === made.id), (c) => c.decided === '社区党委会')
  await decides.getByRole('button', { name: '同意开始', exact: true }).click()
  await decides.getByRole('dialog').getByRole('button', { name: '同意', exact: true }).click()
  await decides.getByRole('table', { name: '按楼栋的进度' }).waitFor()
  assert.deepEqual(await seriousFaults(decides), [])

  // A resident answers on their own page; the officer finds the others on the list of the day.
  const phone = await take('h5', 'JM-01', 'life/collect/index')
  await text(phone, title).waitFor()
  assert.deepEqual(await seriousFaults(phone), [])
  await phone.getByRole('button', { name: `没有变化：${title}` }).click()
  await until(async () => ask(secretary, 'GET', `/staff/campaigns/${made.id}`), (c) => c.buildings.some((b) => b.counts.some((n) => n.state === 'confirmed')))
})

story('who had no contact for long is a list', async () => {
  const page = await desk(secretary, '/coverage')
  await page.getByRole('heading', { name: /户$/ }).waitFor()
  assert.deepEqual(await seriousFaults(page), [])

  // One tap plans a visit of a household that nobody has to visit, and another takes it back.
  const cared = (await ask('YG-02', 'GET', '/staff/care')).items.map((r) => r.household_id)
  const id = ['1', '2', '3', '4', '5', '6'].find((one) => !cared.includes(one))
  const phone = await take('staff', 'YG-02', `office/household/index?id=${id}`)
  await button(phone, /^约走访/).click()
  await button(phone, /^走访 · 约好一次/).click()
  assert.ok((await ask('YG-02', 'GET', '/staff/care')).items.some((r) => r.household_id === id))
  await button(phone, '取消约好的走访').click()
  await agree(phone, '平时的走访不变')
  await until(async () => (await ask('YG-02', 'GET', '/staff/care/today')).items, (all) => !all.some((r) => r.household_id === id))
})
