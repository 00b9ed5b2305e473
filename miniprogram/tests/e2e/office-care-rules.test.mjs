// 走访规则: the centre changes intervals, cohorts, the steps of no answer and what halves an interval; what must be visited stays.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, desk, story, until } from './county.mjs'
import { secretary } from './desk.mjs'

const centre = 'ZX-01'
const rules = () => ask(centre, 'GET', '/staff/care/rules')
const drawer = (page) => page.locator('.el-drawer:visible')
const save = (page) => drawer(page).getByRole('button', { name: '保存', exact: true }).click()
const option = (page, name) => drawer(page).locator('label').filter({ hasText: name }).first()

story('the centre decides whom to visit', async () => {
  const page = await desk(centre, '/care/rules')
  await page.getByRole('row', { name: /高龄独居.*高龄，或 80 岁以上，并且独居.*一级/ }).waitFor()
  assert.deepEqual(await seriousFaults(page), [])

  await page.getByRole('button', { name: '加一类人群' }).click()
  await drawer(page).getByLabel('叫法').fill('高龄')
  await option(page, '三级').click()
  await save(page)
  await page.getByText('已经有这个叫法').waitFor()
  await drawer(page).getByLabel('叫法').fill('优抚老人')
  await save(page)
  await page.getByText('请选择标签，或者写明年龄').waitFor()
  await option(page, '优抚').click()
  await drawer(page).getByLabel(/多大年龄以上/).fill('75')
  assert.deepEqual(await seriousFaults(page), [])
  await save(page)
  await page.getByRole('row', { name: /优抚老人.*优抚，或 75 岁以上.*三级/ }).waitFor()
  const made = (await rules()).cohorts.at(-1)
  assert.deepEqual({ ...made, code: '' }, { code: '', name: '优抚老人', tags: ['honoured'], age: 75, alone: false, level: 'C' })

  await page.getByRole('button', { name: '修改：优抚老人' }).click()
  await option(page, '只算独居的').click()
  await option(page, '二级').click()
  await save(page)
  await page.getByRole('row', { name: /优抚老人.*并且独居.*二级/ }).waitFor()
  assert.equal((await rules()).cohorts.at(-1).code, made.code)
  await page.getByRole('button', { name: '去掉：优抚老人' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '去掉', exact: true }).click()
  await until(async () => (await rules()).cohorts.map((c) => c.name), (names) => !names.includes('优抚老人'))
})

story('what must be visited stays, and the reason stands beside the form', async () => {
  const before = await rules()
  const page = await desk(centre, '/care/rules')
  await page.getByRole('button', { name: '修改：孤寡' }).click()
  await option(page, '三级').click()
  await save(page)
  await drawer(page).getByText('困难、孤寡和有变故的必访').waitFor()
  await drawer(page).getByRole('button', { name: '取消' }).click()
  await page.getByRole('button', { name: '去掉：困难' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '去掉', exact: true }).click()
  await page.locator('.form-news').getByText('困难、孤寡和有变故的必访').waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  assert.deepEqual((await rules()).cohorts, before.cohorts)

  // What the service refuses is said above the form too.
  await page.getByRole('button', { name: '修改：一级' }).click()
  await option(page, '年').click()
  await drawer(page).getByLabel('每', { exact: true }).fill('9')
  await save(page)
  await drawer(page).getByText('请核对走访间隔').waitFor()
  await option(page, '周').click()
  await drawer(page).getByLabel('每', { exact: true }).fill('1')
  await save(page)
  await page.getByRole('row', { name: /一级.*每 1 周/ }).waitFor()
})

story('the steps of no answer and what halves an interval', async () => {
  const page = await desk(centre, '/care/rules')
  await page.getByRole('button', { name: '修改步骤' }).click()
  await option(page, '3. 告诉家人').click()
  await drawer(page).getByLabel('“再上门、再打电话”以后等几分钟').fill('120')
  assert.deepEqual(await seriousFaults(page), [])
  await save(page)
  await page.getByText('2 小时后下一步').waitFor()
  assert.deepEqual((await rules()).steps.map((s) => [s.do, s.minutes, s.level]), [['again', 120, 'B'], ['look', 60, 'B'], ['alarm', 15, 'A'], ['police', 0, 'A']])

  await page.getByRole('button', { name: '修改这些' }).click()
  await option(page, '低洼').click()
  await drawer(page).getByLabel('有变故的，几小时内走访').fill('12')
  await save(page)
  await page.getByText('走访间隔减半的楼：危房、低洼。').waitFor()
  const now = await rules()
  assert.deepEqual([now.halved, now.change_hours, now.change_days], [['unsafe', 'low'], 12, 90])

  // Others read them.
  const other = await desk(secretary, '/care/rules')
  await other.getByText('由网格中心修改').waitFor()
  assert.equal(await other.getByRole('button', { name: /修改|去掉|加一类/ }).count(), 0)
})
