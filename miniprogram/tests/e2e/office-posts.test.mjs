// 推选和空缺, 公示: nominations, vacancies and what is public, at the desk.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { desk, story } from './county.mjs'

story('a nomination is listed with what can be done, and so is what is vacant', async () => {
  const page = await desk('YG-01', '/posts')
  await page.getByText('周文斌').first().waitFor()
  await page.getByText('公示中').first().waitFor()
  await page.getByRole('button', { name: /确认是谁/ }).first().waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await page.close()
  const vacant = await desk('YG-01', '/posts?list=vacant')
  await vacant.getByRole('row', { name: /楼栋长/ }).first().waitFor()
  assert.deepEqual(await seriousFaults(vacant), [])
})

story('what is public is listed, and masked', async () => {
  const page = await desk('YG-01', '/publicities')
  await page.getByText('拟任楼栋长公示').first().waitFor()
  assert.ok(await page.getByText(/周\*\*/).count())
  assert.deepEqual(await seriousFaults(page), [])
})
