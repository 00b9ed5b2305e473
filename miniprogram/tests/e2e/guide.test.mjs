// The guide (办事指南): a resident finds an item by what people say, also without a network; its owner reviews it; a workbook is loaded.
import assert from 'node:assert/strict'
import { readFileSync as read } from 'node:fs'
import { ask, button, desk, field, settle, story, take, text, until } from './county.mjs'
import { fresh } from './desk.mjs'
import { seriousFaults } from './axe.mjs'

const centre = 'ZX-01'
const rows = (page) => page.locator('.worktable tbody tr')
const drawer = (page) => page.locator('.el-drawer:visible')
const shot = (page, name) => (process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png`, fullPage: true }) : undefined)

story('a resident finds what to bring by what people say, and has it without a network', async () => {
  await settle('JM-04', '阳光花园5号楼')
  const phone = await take('h5', 'JM-04')
  await button(phone, /^办事/).click()
  await text(phone, '社区服务').waitFor()
  await until(() => phone.locator('.guide-link:visible').count(), (n) => n === 24)
  await shot(phone, 'guide-list')
  await field(phone, '想办什么事').fill('穷人补助')
  await button(phone, '找一找').click()
  await text(phone, '找到的').waitFor()
  await phone.getByRole('link').filter({ hasText: '最低生活保障' }).click()
  await text(phone, '要带什么').waitFor()
  for (const words of ['户口簿', '社区一楼大厅 2 号窗口', '20 个工作日', '限时办结']) await text(phone, words).waitFor()
  await button(phone, '打电话问').waitFor()
  await shot(phone, 'guide-item')
  await button(phone, '请人代办').click()
  await text(phone, '请人代办：最低生活保障').waitFor()
  await phone.to('life/guide/index')
  await until(() => phone.locator('.guide-link:visible').count(), (n) => n === 24)
  await until(() => phone.evaluate(() => Object.values(localStorage).some((v) => v.includes('老年优待证') && v.includes('materials'))))

  await phone.context().setOffline(true)
  await field(phone, '想办什么事').fill('给我妈办老年证')
  await button(phone, '找一找').click()
  await phone.getByRole('link').filter({ hasText: '老年优待证' }).click()
  await text(phone, '没有网络，这是存在手机上的').waitFor()
  await text(phone, '社区一楼大厅 1 号窗口').waitFor()
  await phone.context().setOffline(false)
})

story('an item past its review date says so, and its owner confirms it', async () => {
  const page = await desk(centre, '/guide?list=to_review')
  await until(() => rows(page).count(), (n) => n === 1)
  assert.deepEqual(await seriousFaults(page), [])
  await shot(page, 'guide-review')
  await page.getByText('以窗口答复为准').first().waitFor()
  await rows(page).getByRole('button', { name: '复核' }).click()
  await drawer(page).getByRole('button', { name: '内容没有变，确认' }).click()
  await until(() => rows(page).count(), (n) => n === 0)
  assert.equal((await ask(centre, 'GET', '/staff/home')).guide_to_review, 0)
})

story('an item is changed, and the change is published as a new version', async () => {
  const page = await desk(centre, '/guide'), gets = fresh('老年证')
  const row = rows(page).filter({ hasText: 'SQ-15' })
  await until(() => rows(page).count(), (n) => n === 24)
  await shot(page, 'guide-desk')
  await row.getByRole('button', { name: '修改' }).click()
  await drawer(page).getByLabel('办好得到什么').fill(gets)
  await shot(page, 'guide-form')
  await drawer(page).getByRole('button', { name: '保存草稿' }).click()
  await row.getByText('有改动未发布').waitFor()
  await row.getByRole('button', { name: '发布' }).click()
  await drawer(page).getByText('草稿成为第 2 版').waitFor()
  await drawer(page).getByRole('button', { name: '发布', exact: true }).click()
  await row.getByText('第 2 版').waitFor()
  const { id } = (await ask(centre, 'GET', '/staff/guide')).items.find((g) => g.code === 'SQ-15')
  assert.deepEqual((await Promise.all([1, 2].map((n) => ask(centre, 'GET', `/guide/${id}/versions/${n}`)))).map((g) => g.content.gets), ['老年优待证', gets])
})

story('a workbook is previewed, and with a wrong cell nothing is loaded', async () => {
  const page = await desk(centre, '/guide/import')
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: '导出现在的事项' }).click()])
  await page.locator('#guide-file').setInputFiles(await file.path().then((path) => ({ name: '事项.xlsx', mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: read(path) })))
  await page.getByText('有误 0').waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await shot(page, 'guide-import')
  await page.locator('#guide-file').setInputFiles({ name: '错.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('x') })
  await page.getByRole('alert').filter({ hasText: 'EXCEL' }).waitFor()
})
