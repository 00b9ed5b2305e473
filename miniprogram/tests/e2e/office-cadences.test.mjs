// 周期工作: the centre adds, changes, moves and removes a rule; who is asked sees it on the telephone; a stale list is said politely.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, desk, story, take, text, until } from './county.mjs'
import { clerk, secretary } from './desk.mjs'

const centre = 'ZX-01'
const rules = () => ask(centre, 'GET', '/staff/cadences/rules')
const drawer = (page) => page.locator('.el-drawer:visible')
const pick = async (page, label, name) => {
  await drawer(page).getByRole('combobox', { name: label }).press('Enter')
  await page.locator('.el-select-dropdown:visible').getByText(name, { exact: true }).click()
}
const save = (page) => drawer(page).getByRole('button', { name: '保存', exact: true }).click()

story('the centre writes a rule, and who is asked sees it', async () => {
  const before = await rules()
  const page = await desk(centre, '/cadences')
  await page.getByRole('row', { name: /党课.*街道领导.*每年 1 次/ }).waitFor()
  await page.getByRole('row', { name: /重点人群走访.*走访：重点人群，每户都要走到.*每月每户 1 次/ }).waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await page.getByRole('button', { name: '加一项', exact: true }).click()
  await drawer(page).getByLabel('叫法').fill('矛盾排查')
  await save(page)
  await page.getByText('请填写“做什么（哪种工作记录算数）”').waitFor()
  await pick(page, '做什么', '矛盾纠纷')
  await save(page)
  await page.getByText('请选择谁做').waitFor()
  await drawer(page).getByText('社区工作人员', { exact: true }).click()
  assert.deepEqual(await seriousFaults(page), [])
  await save(page)
  await page.getByRole('row', { name: /矛盾排查.*社区工作人员.*矛盾纠纷.*每周 1 次/ }).waitFor()
  const made = (await rules()).items.at(-1)
  assert.deepEqual([made.name, made.roles, made.kind, made.deed, made.unit, made.times], ['矛盾排查', ['clerk'], 'dispute', '', 'week', 1])

  const phone = await take('staff', clerk, 'work/cadence/index')
  await text(phone, '矛盾排查').waitFor()

  // Only one deed of the kind counts, and twice.
  await page.getByRole('button', { name: '修改：矛盾排查，每周 1 次' }).click()
  await pick(page, '只算哪件事', '记一笔')
  await drawer(page).getByLabel('几次').fill('2')
  await drawer(page).getByLabel('依据').fill('县里定的')
  await save(page)
  await page.getByRole('row', { name: /矛盾排查.*矛盾纠纷（记一笔）.*每周 2 次.*县里定的/ }).waitFor()
  assert.equal((await rules()).items.at(-1).key, made.key, 'reasons stay with it')

  // Another deed of another kind is no more asked for.
  await page.getByRole('button', { name: '修改：矛盾排查，每周 2 次' }).click()
  await pick(page, '做什么', '政策宣传')
  await save(page)
  await page.getByRole('row', { name: /矛盾排查.*政策宣传.*每周 2 次/ }).waitFor()
  assert.equal((await rules()).items.at(-1).deed, '')

  await page.getByRole('button', { name: '上移：矛盾排查，每周 2 次' }).click()
  await until(async () => (await rules()).items.at(-2).name, (name) => name === '矛盾排查')
  await page.getByRole('button', { name: '去掉：矛盾排查，每周 2 次' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '去掉', exact: true }).click()
  await until(async () => (await rules()).items, (items) => items.length === before.items.length)
  assert.deepEqual((await rules()).items, before.items)
})

story('somebody else was faster: what was typed stays', async () => {
  const page = await desk(centre, '/cadences')
  await page.getByRole('button', { name: '加一项', exact: true }).click()
  await drawer(page).getByLabel('叫法').fill('入户宣讲')
  await drawer(page).getByText('网格员', { exact: true }).click()
  await pick(page, '做什么', '政策宣传')
  const now = await rules()
  await ask(centre, 'PUT', '/staff/cadences/rules', { items: now.items.map((one, i) => (i ? one : { ...one, times: 2 })), mark: now.mark })
  await save(page)
  await drawer(page).getByText('刚才有人改过这里').waitFor()
  assert.equal(await drawer(page).getByLabel('叫法').inputValue(), '入户宣讲')
  await page.getByRole('row', { name: /党课.*每年 2 次/ }).waitFor()
  await save(page)
  await page.getByRole('row', { name: /入户宣讲.*网格员.*每周 1 次/ }).waitFor()
  const all = (await rules()).items
  assert.deepEqual([all[0].times, all.at(-1).name], [2, '入户宣讲'])
})

story('a secretary reads the rules', async () => {
  const page = await desk(secretary, '/cadences')
  await page.getByText('由网格中心修改').waitFor()
  assert.equal(await page.getByRole('button', { name: /加一项|^修改：|^去掉：/ }).count(), 0)
  assert.deepEqual(await seriousFaults(page), [])
})
