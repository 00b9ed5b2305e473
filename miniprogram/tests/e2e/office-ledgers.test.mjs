// The desk's ledgers: exported on a PC, with the record of it.
import assert from 'node:assert/strict'
import { desk, story } from './county.mjs'
import { seriousFaults } from './axe.mjs'
import { fresh, secretary } from './desk.mjs'

story('a ledger is saved as a workbook, and the export is on record', async () => {
  const page = await desk(secretary, '/ledgers'), why = fresh('月度考核')
  await page.getByRole('button', { name: '导出事件台账' }).click()
  const drawer = page.locator('.el-drawer:visible')
  await drawer.getByRole('button', { name: '导出', exact: true }).click()
  await page.getByText('请填写“为什么导出”').waitFor()
  await drawer.getByLabel('为什么导出').fill(why)
  assert.deepEqual(await seriousFaults(page), [])
  const [file] = await Promise.all([page.waitForEvent('download'), drawer.getByRole('button', { name: '导出', exact: true }).click()])
  assert.match(file.suggestedFilename(), /^事件台账-.*\.xlsx$/)
  await page.getByRole('row').filter({ hasText: why }).waitFor()
  assert.deepEqual(await seriousFaults(page), [])
})

story('the desk offers the ledgers of every service', async () => {
  const page = await desk(secretary, '/ledgers')
  for (const name of ['预约台账', '代办台账', '窗口台账', '上门台账', '助餐台账', '调解统计', '满意度台账']) {
    await page.getByRole('button', { name: `导出${name}`, exact: true }).waitFor()
  }
  const why = fresh('季度小结')
  await page.getByRole('button', { name: '导出代办台账', exact: true }).click()
  const drawer = page.locator('.el-drawer:visible')
  await drawer.getByLabel('为什么导出').fill(why)
  const [file] = await Promise.all([page.waitForEvent('download'), drawer.getByRole('button', { name: '导出', exact: true }).click()])
  assert.match(file.suggestedFilename(), /^代办台账-.*\.xlsx$/)
  await page.getByRole('row').filter({ hasText: why }).waitFor()
})
