// The desk's people, areas, orgs and the roster workbook: everything is previewed before it is done.
import assert from 'node:assert/strict'
import { ask, base, desk, story, until } from './county.mjs'
import { clerk, community, fresh, secretary } from './desk.mjs'
import { seriousFaults } from './axe.mjs'
import { workbook } from './workbook.mjs'

const drawer = (page, name) => page.getByRole('dialog', { name })
const rows = (page) => page.locator('table[aria-label="人员与任职"] tbody tr')
const row = (page, words) => rows(page).filter({ hasText: words })
const shot = (page, name) => (process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png` }) : undefined)
const members = async (words) => (await ask(secretary, 'GET', `/staff/roster/persons?words=${encodeURIComponent(words)}`)).items
const dialog = (page) => page.locator('.el-dialog:visible')

async function pick(page, label, option) {
  await page.getByRole('combobox', { name: label }).last().press('Enter')
  await page.getByRole('option', { name: option }).first().click()
}
async function place(page, words) {
  const field = drawer(page, /./).last().getByRole('combobox', { name: /^任职的地方|^迁到/ }).last()
  await field.fill(words)
  await page.getByRole('option', { name: new RegExp(words) }).first().click()
}

story('a new steward is appointed, and the preview is what happens', async () => {
  const name = fresh('郑新'), phone = `1990008${String(Date.now()).slice(-4)}`
  const page = await desk(secretary, '/people')
  await rows(page).first().waitFor()
  await shot(page, 'people')
  await page.getByRole('button', { name: '新增人员' }).click()
  const form = drawer(page, '新增人员')
  await form.getByLabel('姓名').fill(name)
  await form.getByLabel('手机号').fill(phone)
  await pick(page, '角色', '楼道红管家')
  await place(page, '阳光花园5号楼')
  await shot(page, 'people-hire')
  await form.getByRole('button', { name: '预览' }).click()
  await dialog(page).getByText(`199****${phone.slice(-4)}`).waitFor()
  assert.equal((await members(name)).length, 0) // nothing was done yet
  await shot(page, 'people-preview')
  assert.deepEqual(await seriousFaults(page), [])
  await dialog(page).getByRole('button', { name: '确认新增' }).click()
  const [made] = await until(() => members(name), (all) => all.length === 1)
  assert.equal(made.postings[0].role, 'steward')
  // The same number once more is refused where it was typed.
  await page.getByRole('button', { name: '新增人员' }).click()
  await form.getByLabel('姓名').fill(fresh('另一位'))
  await form.getByLabel('手机号').fill(phone)
  await pick(page, '角色', '楼道红管家')
  await place(page, '阳光花园5号楼')
  await form.getByRole('button', { name: '预览' }).click()
  await page.getByText(/这个手机号已登记在编号/).waitFor()
  assert.equal(await form.getByLabel('手机号').inputValue(), phone)
})

story('a person is found, opened by a link, transferred and ended', async () => {
  const name = fresh('冯新'), area = (await ask(clerk, 'GET', '/areas/find?words=' + encodeURIComponent('阳光花园5号楼'))).items[0]
  const edit = { persons: [{ name, area_id: area.id }], postings: [{ role: 'steward', area_id: area.id }] }
  const { token } = await ask(secretary, 'POST', '/staff/roster/preview', edit)
  await ask(secretary, 'POST', '/staff/roster', { ...edit, token })
  const page = await desk(secretary, '/people')
  await page.getByLabel('姓名或编号').fill(name)
  await page.keyboard.press('Enter')
  await until(() => rows(page).count(), (n) => n === 1)
  await row(page, name).click()
  const pane = drawer(page, name)
  await pane.getByText('还没有绑定').waitFor()
  assert.match(page.url(), /open=\d+/)
  await shot(page, 'people-person')
  assert.deepEqual(await seriousFaults(page), [])
  await pane.getByRole('button', { name: /^调任/ }).click()
  await place(page, '阳光花园3号楼')
  await page.getByRole('button', { name: '预览' }).click()
  await dialog(page).getByRole('button', { name: '确认调任' }).click()
  await pane.getByText('已结束').waitFor()
  const [m] = await until(() => members(name), ([one]) => one.postings.length === 2)
  assert.deepEqual(m.postings.map((p) => p.state), ['ended', 'current'])
  await pane.getByRole('button', { name: /^结束/ }).click()
  await page.getByText('立刻').click()
  await page.getByRole('button', { name: '预览' }).click()
  await dialog(page).getByText('随之而来').or(dialog(page).getByText('会改什么')).first().waitFor()
  await dialog(page).getByRole('button', { name: '确认结束' }).click()
  await until(() => members(name), ([one]) => one.postings.every((p) => p.state === 'ended'))
  // A card to hand over.
  const download = page.waitForEvent('download')
  await pane.getByRole('button', { name: '打印邀请卡' }).click()
  await page.getByRole('button', { name: '生成' }).click()
  assert.match((await download).suggestedFilename(), /^邀请卡/)
  await pane.getByText('邀请码').waitFor()
})

story('a person is opened, read and closed with the keyboard alone', async () => {
  const page = await desk(secretary, '/people')
  await rows(page).first().waitFor()
  await page.getByLabel('姓名或编号').focus()
  const focused = () => page.evaluate(() => document.activeElement?.className ?? '')
  for (let i = 0; i < 30 && !(await focused()).includes('people-name'); i++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByRole('dialog').getByText('紧急通知').waitFor()
  await page.keyboard.press('Escape')
  await page.getByRole('dialog').waitFor({ state: 'hidden' })
  assert.doesNotMatch(page.url(), /open=/)
})

story('cards for several are printed at once', async () => {
  const page = await desk(secretary, '/people?bound=no')
  await rows(page).first().waitFor()
  for (const i of [0, 1]) await rows(page).getByRole('checkbox', { disabled: false }).nth(i).check()
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '打印邀请卡（2 人）' }).click()
  await page.getByRole('button', { name: '生成' }).click()
  await download
})

story('the last secretary is not ended by oneself, and a clerk does not manage the secretary', async () => {
  const page = await desk(clerk, '/people?role=secretary&state=current')
  await rows(page).first().locator('a').click()
  await page.getByText('此人的任职由上级管理，这里只能看。').waitFor()
  assert.equal(await page.getByRole('button', { name: /^结束/ }).count(), 0)
})

story('an area is renamed and a building is moved with what follows', async () => {
  const page = await desk(secretary, '/areas')
  await page.getByRole('tree').waitFor()
  await page.getByRole('heading', { level: 2 }).waitFor()
  const grid = (await ask(secretary, 'GET', `/staff/roster/areas?parent_id=${await community()}`)).items.find((a) => a.kind === 'grid')
  await page.locator('.areas-node').filter({ hasText: grid.name }).click()
  await page.getByRole('heading', { name: new RegExp(grid.name) }).waitFor()
  await shot(page, 'areas')
  assert.deepEqual(await seriousFaults(page), [])
  await page.getByRole('button', { name: '新增楼栋' }).click()
  const name = `${fresh('新楼')}号楼`
  await page.getByRole('dialog').getByLabel('名称').fill(name)
  await page.getByRole('button', { name: '预览' }).click()
  await dialog(page).getByRole('button', { name: '确认新增' }).click()
  const [made] = await until(async () => (await ask(secretary, 'GET', `/staff/roster/areas?parent_id=${grid.id}`)).items.filter((a) => a.name === name), (all) => all.length === 1)
  await page.goto(`${base}/office/areas?as=${secretary}&open=${made.id}`)
  await page.getByRole('button', { name: '迁移' }).click()
  const other = (await ask(secretary, 'GET', `/staff/roster/areas?parent_id=${await community()}`)).items.find((a) => a.kind === 'grid' && a.id !== grid.id)
  await page.locator('.ask').filter({ hasText: '迁到' }).getByText(other.name).click()
  await page.getByRole('button', { name: '预览' }).click()
  await dialog(page).getByText('上级编码').waitFor()
  await dialog(page).getByText(/公示牌的二维码仍然有效/).waitFor()
  await shot(page, 'areas-move')
  await dialog(page).getByRole('button', { name: '确认迁移' }).click()
  await until(() => ask(secretary, 'GET', `/staff/roster/areas/${made.id}`), (a) => a.parent_id === other.id)
})

story('orgs are listed and one is added', async () => {
  const page = await desk(secretary, '/orgs'), name = fresh('物业公司')
  await page.getByRole('button', { name: '新增' }).click()
  await page.getByRole('dialog').getByLabel('名称').fill(name)
  await page.getByRole('combobox', { name: '类型' }).press('Enter')
  await page.getByRole('option', { name: '物业', exact: true }).click()
  await page.getByRole('button', { name: '预览' }).click()
  await dialog(page).getByRole('button', { name: '确认新增' }).click()
  await page.getByRole('rowheader', { name }).waitFor()
  await shot(page, 'orgs')
  const rows = page.getByRole('table', { name: '部门' }).locator('tbody tr')
  await page.getByLabel('查找单位').fill(name)
  await until(() => rows.count(), (n) => n === 1)
  await page.getByLabel('查找单位').fill('')
  const org = (await ask(secretary, 'GET', '/staff/roster/orgs')).items.find((o) => o.kind === '物业')
  const staff = (await ask(secretary, 'GET', `/staff/roster/persons?org_id=${org.id}`)).items
  await page.getByRole('link', { name: `人员：${org.name}` }).click()
  await until(() => page.getByRole('table', { name: '人员与任职' }).locator('tbody tr').count(), (n) => n === staff.length)
  await page.goBack()
  await page.getByRole('rowheader', { name }).waitFor()
  assert.deepEqual(await seriousFaults(page), [])
})

/** A workbook with the headers and what is put below them. */
function book(change) {
  const sheets = {
    区划: [['编码', '上级编码', '类型', '名称', '户数', '纬度', '经度', '边界GeoJSON', '别名']], 部门: [['编码', '名称', '类型', '所属区划编码']],
    人员: [['编号', '姓名', '手机号', '所属区划编码', '公开显示']], 任职: [['人员编号', '角色', '区划编码', '部门编码', '起', '止', '代班人员编号']],
  }
  change(sheets)
  return workbook(sheets)
}
const choose = (page, name, buffer) => page.locator('#roster-file').setInputFiles({
  name, buffer, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
})

story('a workbook is previewed by row, and what is wrong is named', async () => {
  const page = await desk(secretary, '/roster')
  await choose(page, '照片.xlsx', Buffer.from('no workbook'))
  await page.locator('.drop-bad').filter({ hasText: '这个文件不是能打开的工作簿' }).waitFor()
  await choose(page, '花名册.xlsx', book((s) => { s.人员.push(['X1', '', '12345', 'NOWHERE', '是']) }))
  await page.getByRole('tab', { name: /^有误/ }).waitFor()
  await page.getByRole('cell', { name: '请填 11 位手机号' }).waitFor()
  assert.equal(await page.getByRole('button', { name: '确认导入' }).isDisabled(), true)
  await shot(page, 'roster-wrong')
  assert.deepEqual(await seriousFaults(page), [])
})

story('the downloaded workbook changes nothing; a change is applied once as it was previewed', async () => {
  const page = await desk(secretary, '/roster')
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载现在的花名册' }).click()
  const file = await (await download).path()
  await page.locator('#roster-file').setInputFiles(file)
  await page.getByText('和现在的花名册一样，没有要导入的。').waitFor()
  await shot(page, 'roster-same')
  // The same workbook, after somebody changed what is in it.
  const own = await ask(secretary, 'GET', `/staff/roster/areas/${await community()}`)
  const grid = (await ask(secretary, 'GET', `/staff/roster/areas?parent_id=${own.id}`)).items.find((a) => a.kind === 'grid')
  const rename = async (name) => {
    const edit = { areas: [{ id: grid.id, name }] }
    const { token } = await ask(secretary, 'POST', '/staff/roster/preview', edit)
    await ask(secretary, 'POST', '/staff/roster', { ...edit, token })
  }
  await rename(`${grid.name}甲`)
  await page.locator('#roster-file').setInputFiles(file)
  await page.getByRole('tab', { name: '更改 1' }).waitFor()
  await page.locator('ins').filter({ hasText: grid.name }).first().waitFor()
  await shot(page, 'roster-preview')
  assert.deepEqual(await seriousFaults(page), [])
  await rename(`${grid.name}乙`) // somebody is faster
  await page.getByRole('button', { name: '确认导入' }).click()
  await page.locator('.drop-bad').filter({ hasText: '请重新预览后再确认' }).waitFor()
  await page.locator('#roster-file').setInputFiles(file)
  await page.getByRole('tab', { name: '更改 1' }).waitFor()
  await page.getByRole('button', { name: '确认导入' }).click()
  await page.getByText('区划：新增 0，更改 1').waitFor()
  assert.equal((await ask(secretary, 'GET', `/staff/roster/areas/${grid.id}`)).name, grid.name)
})

for (const [width, height] of [[1280, 800], [1920, 1080]]) {
  story(`the pages of people fit ${width} pixels`, async () => {
    for (const at of ['/people', '/areas', '/orgs', '/roster']) {
      const page = await desk(secretary, at, { width, height })
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.locator('.list tbody tr, .el-tree-node, .drop').first().waitFor()
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false)
      await shot(page, `wide-${width}${at.replace('/', '-')}`)
    }
  })
}
