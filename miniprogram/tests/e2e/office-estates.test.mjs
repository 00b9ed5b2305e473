// 小区: a secretary writes an estate down, a building changes to it, and a stale form is refused; the street reads, a neighbour's
// community does not.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, desk, story } from './county.mjs'

story('a building changes estate', async () => {
  const who = 'CH-01'
  const page = await desk(who, '/estates')
  await page.getByRole('link', { name: /翠湖苑.*物业公司/ }).click()
  const facts = page.getByRole('region', { name: /翠湖苑/ })
  await facts.getByText('翠湖苑物业').first().waitFor()
  await facts.getByRole('row', { name: /翠湖苑8号楼.*9 层 · 有电梯/ }).waitFor()
  assert.deepEqual(await seriousFaults(page), [])

  await page.getByRole('button', { name: '新增小区' }).click()
  const drawer = page.getByRole('dialog', { name: '新增小区' })
  await drawer.getByLabel('名称').fill('宏发家园')
  await drawer.getByText('老旧小区', { exact: true }).click()
  await drawer.getByText('无由社区兜底', { exact: false }).first().click()
  await drawer.getByText('翠湖苑8号楼', { exact: false }).first().click()
  await drawer.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').waitFor()
  await page.getByRole('link', { name: /宏发家园.*无物业.*1 栋/ }).click()
  await page.getByText('这个小区没有物业公司接办，事件由翠湖社区兜底。').waitFor()
  const { items } = await ask(who, 'GET', '/staff/estates')
  assert.equal(items.find((e) => e.name === '翠湖苑').buildings, 7)

  await page.getByRole('button', { name: '修改情况：翠湖苑8号楼' }).click()
  const form = page.getByRole('dialog', { name: '翠湖苑8号楼的情况' })
  await form.getByLabel('层数').fill('12')
  await form.getByText('低洼，容易积水').click()
  await form.getByRole('button', { name: '保存' }).click()
  await page.getByRole('row', { name: /翠湖苑8号楼.*12 层.*低洼/ }).waitFor()
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/estates.png` })

  await page.getByRole('button', { name: '删除', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '删除' }).click()
  await page.getByText('已删除').waitFor()
  await page.getByRole('link', { name: /宏发家园/ }).waitFor({ state: 'detached' })
})

story('who reads an estate', async () => {
  const { items } = await ask('YG-01', 'GET', '/staff/estates')
  const garden = items.find((e) => e.name === '阳光花园')
  const own = await desk('YG-01', `/estates?open=${garden.id}`)
  await own.getByRole('row', { name: /社工服务.*安平县民政局.*安居物业.*1200 小时/ }).waitFor()
  await own.getByText('侯丽君').waitFor()
  const org = await desk('AJ-01', '/contracts')
  await org.getByRole('row', { name: /阳光花园.*社工服务.*安平县民政局/ }).waitFor()
  const street = await desk('CG-01', `/estates?open=${garden.id}`)
  await street.getByRole('heading', { name: /阳光花园/ }).waitFor()
  assert.equal(await street.getByText('服务合同').count(), 0)
  assert.equal(await street.getByRole('button', { name: '修改', exact: true }).count(), 0)
  const other = await desk('XY-01', `/estates?open=${garden.id}`)
  await other.getByText('未找到该小区').waitFor()
})
