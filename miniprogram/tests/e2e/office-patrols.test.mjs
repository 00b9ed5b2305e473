// 巡查计划: the secretary writes a plan with all it can have, changes one thing at the desk and on the telephone without losing the
// rest, raises the rounds for a storm, and ends the plan.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, button, desk, field, story, take, text, until } from './county.mjs'
import { community, secretary } from './desk.mjs'

const planning = async () => ask(secretary, 'GET', `/staff/patrols/plans?community_id=${await community()}`)
const drawer = (page) => page.locator('.el-drawer:visible')
const option = (page, name) => drawer(page).locator('label').filter({ hasText: name }).first()
const press = (page, name) => drawer(page).getByRole('button', { name, exact: true }).click()
const name = `雨季巡查${Date.now() % 100000}`
const planned = async (called = name) => (await planning()).items.find((p) => p.name === called)

story('a plan with everything', async () => {
  const page = await desk(secretary, '/patrols')
  await page.getByRole('table', { name: '巡查计划' }).waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await page.getByRole('button', { name: '新的计划' }).click()
  const form = drawer(page)
  await form.getByLabel('名称').fill(name)
  await option(page, '汛期巡查').click()
  await option(page, '网格长').click()
  await option(page, '专职').click()
  await option(page, '周一').click()
  await option(page, '周四').click()
  await form.getByLabel(/^时段/).fill('八点到九点')
  await option(page, '消防安全').click()
  await option(page, '公共安全').click()
  const points = form.getByRole('group', { name: '要看的点' })
  await points.waitFor()
  const every = await points.getByRole('checkbox').count()
  await form.getByText(`选了 ${every} 个点`).waitFor()
  await press(page, '都不选')
  for (const n of [0, 1, 2]) await points.locator('label').nth(n).click()
  for (const [i, what] of ['地下充电棚', '楼顶水箱'].entries()) {
    await press(page, '加一个隐患点')
    await form.getByLabel(`第 ${i + 1} 个隐患点叫什么`).fill(what)
    await press(page, '保存')
    await page.getByText('请选择隐患点在哪里').first().waitFor()
    await form.getByRole('combobox', { name: `第 ${i + 1} 个隐患点在哪里` }).press('Enter')
    await page.locator('.el-select-dropdown:visible .el-select-dropdown__item').nth(i).click()
    await until(() => page.locator('.el-select-dropdown:visible').count(), (open) => open === 0) // the next one opens alone
  }
  await form.getByLabel(/^至少看几个点/).fill('9')
  assert.deepEqual(await seriousFaults(page), [])
  await press(page, '保存')
  await page.getByText('一共 5 个点').waitFor()
  await form.getByLabel(/^至少看几个点/).fill('4')
  await press(page, '保存')
  await form.getByText('时段请按').waitFor() // the service says it, above the form
  await form.getByLabel(/^时段/).fill('08:00-09:00，17:00-18:00')
  await press(page, '保存')
  await page.getByRole('row', { name: new RegExp(`${name}.*汛期巡查.*周一、周四 08:00-09:00,17:00-18:00，5个点看4个.*网格员、网格长（专职）.*消防安全、公共安全`) }).waitFor()
  const made = await planned()
  assert.deepEqual([made.kind, made.class, made.roles, made.weekdays, made.need, made.topics], ['flood', 'full_time', ['grid_officer', 'grid_lead'], [1, 4], 4, ['fire', 'public']])
  assert.deepEqual(made.points.filter((p) => p.hazard).map((p) => p.name), ['地下充电棚', '楼顶水箱'])
})

story('a change at the desk or on the telephone loses nothing else', async () => {
  // The county hides one of its topics meanwhile.
  const list = await ask('ZX-01', 'GET', '/staff/words/patrol')
  const strip = (w, more) => ({ code: w.code, name: w.name, hints: w.hints, under: w.under, hidden: w.hidden, say: w.say, questions: w.questions, ...more })
  await ask('ZX-01', 'PUT', '/staff/words/patrol', { items: list.items.map((w) => strip(w, w.code === 'public' ? { hidden: true } : {})), version: list.version })
  const before = await planned()

  const page = await desk(secretary, '/patrols')
  await page.getByRole('button', { name: `修改：${name}`, exact: true }).click()
  await drawer(page).getByText('选了 5 个点').waitFor()
  await drawer(page).getByLabel('名称').fill(`${name}甲`)
  await press(page, '保存')
  await page.getByRole('row', { name: new RegExp(`${name}甲`) }).waitFor()
  assert.deepEqual({ ...(await planned(`${name}甲`)), name }, before)

  const phone = await take('staff', secretary, 'work/plans/index')
  await button(phone, `修改：${name}甲`).click()
  await text(phone, '去掉这个隐患点').waitFor()
  await phone.getByRole('checkbox', { name: before.points[0].name }).first().waitFor()
  await field(phone, '名称').fill(`${name}乙`)
  await button(phone, '保存').click()
  await until(() => planned(`${name}乙`), (p) => !!p)
  assert.deepEqual({ ...(await planned(`${name}乙`)), name }, before)
})

story('a storm makes the rounds stricter, and a plan ends', async () => {
  const page = await desk(secretary, '/patrols')
  await page.getByRole('button', { name: '加密巡查' }).click()
  await drawer(page).getByLabel('原因').fill('暴雨橙色预警')
  await drawer(page).getByLabel(/^每天的时段/).fill('07:00-09:00,19:00-21:00')
  await option(page, '3 天').click()
  assert.deepEqual(await seriousFaults(page), [])
  await press(page, '开始加密')
  await page.getByText(/阳光社区，每天 07:00-09:00,19:00-21:00，到/).waitFor()
  assert.deepEqual((await planning()).raises.map((r) => r.reason), ['暴雨橙色预警'])
  await page.getByRole('button', { name: '现在恢复：暴雨橙色预警' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '恢复', exact: true }).click()
  await until(planning, (p) => !p.raises.length)

  await page.getByRole('button', { name: `停止：${name}乙` }).click()
  await page.getByRole('dialog').getByRole('button', { name: '停止', exact: true }).click()
  await until(() => planned(`${name}乙`), (p) => !p)

  // A grid lead reads them.
  const lead = await desk('YG-11', '/patrols')
  await lead.getByRole('table', { name: '巡查计划' }).waitFor()
  assert.equal(await lead.getByRole('button', { name: /新的计划|加密巡查|^修改：|^停止：/ }).count(), 0)
})
