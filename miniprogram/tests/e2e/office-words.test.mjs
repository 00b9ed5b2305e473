// 词表: the centre renames a category, hides one and adds one that its words suggest; residents and staff choose from it.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, desk, story, take, text } from './county.mjs'
import { clerk } from './desk.mjs'

const centre = 'ZX-01'
const categories = async () => (await ask(clerk, 'GET', '/categories')).items

story('the centre decides the categories of the county', async () => {
  const page = await desk(centre, '/words?list=category')
  const row = (n) => page.locator('.words-row').nth(n)
  await page.getByLabel('第 9 项').waitFor()
  assert.equal(await page.getByLabel('第 9 项').inputValue(), '噪声')
  assert.deepEqual(await seriousFaults(page), [])
  await page.getByLabel('第 9 项').fill('噪音扰民')
  await row(8).getByText('停用').click()
  await page.getByRole('button', { name: '加一项' }).click()
  await page.getByLabel('第 14 项').fill('安全生产')
  await row(13).getByPlaceholder('提示词，用顿号隔开').fill('工地、塔吊')
  assert.equal(await row(0).getByRole('button', { name: /^去掉/ }).count(), 0)
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').waitFor()
  const all = await categories()
  assert.deepEqual(all.filter((c) => c.hidden).map((c) => c.name), ['噪音扰民'])
  assert.equal(all.at(-1).name, '安全生产')

  await page.getByRole('tab', { name: '办理事项' }).click()
  await page.getByRole('button', { name: '加一项' }).click()
  await page.getByLabel('第 6 项').fill('高处作业')
  await page.getByRole('combobox', { name: '所属类别：高处作业' }).press('Enter')
  await page.locator('.el-select-dropdown:visible').getByText('安全生产', { exact: true }).click()
  assert.deepEqual(await seriousFaults(page), [])
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').waitFor()

  // A resident chooses among what is offered.
  const phone = await take('h5', 'li', 'report/new/index')
  await phone.getByRole('button', { name: /^类别/ }).click()
  await text(phone, '安全生产').waitFor()
  assert.equal(await text(phone, '噪音扰民').count(), 0)

  // Others read the list.
  const clerks = await desk(clerk, '/words?list=category')
  await clerks.getByText('由网格中心修改').waitFor()
  await clerks.getByText('已停用').waitFor()
  assert.equal(await clerks.getByRole('button', { name: '保存' }).count(), 0)
})
