// 包联和下沉: a unit is stationed at the desk, what is missing is listed, and the linkage is ended.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, desk, story, take, text, until } from './county.mjs'
import { community, secretary } from './desk.mjs'

const drawer = (page) => page.locator('.el-drawer:visible')
const listed = async () => ask(secretary, 'GET', `/staff/linkages?area_id=${await community()}`)

story('a unit is stationed in a community', async () => {
  const before = await listed()
  const page = await desk(secretary, '/linkages')
  await page.getByRole('heading', { name: '还没有人包的' }).waitFor()
  await page.getByRole('button', { name: '登记', exact: true }).click()
  await drawer(page).getByLabel('主要负责人').fill('钱局长')
  const org = (await ask(secretary, 'GET', '/staff/roster/orgs')).items.find((o) => o.code === 'AJ')
  await drawer(page).getByText(org.name, { exact: true }).click()
  assert.deepEqual(await seriousFaults(page), [])
  await drawer(page).getByRole('button', { name: '登记', exact: true }).click()
  await page.getByRole('row', { name: new RegExp(`${org.name}.*下沉单位.*钱局长`) }).waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  // Its people read the figures of the community on their telephones.
  const phone = await take('staff', 'AJ-01', 'people/linkages/index')
  await text(phone, '下沉单位').waitFor()
  await text(phone, '未办结').waitFor()
  assert.deepEqual(await seriousFaults(phone), [])
  await page.getByRole('button', { name: `结束：${org.name}`, exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '结束', exact: true }).click()
  await until(listed, (now) => now.items.length === before.items.length + 1 && now.items.some((l) => l.head === '钱局长' && l.to))
})
