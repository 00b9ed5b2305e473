// What a secretary decides on a PC: time limits, dispatch rules, working hours, with their trials; two who change the same.
import assert from 'node:assert/strict'
import { after, before } from 'node:test'
import { ask, desk, story, until } from './county.mjs'
import { clerk, community, fresh, secretary } from './desk.mjs'
import { seriousFaults } from './axe.mjs'
import { confirm, seated } from './office.mjs'

const drawer = (page) => page.locator('.el-drawer:visible')
const press = (page, name) => page.getByRole('button', { name, exact: true }).click()
const limits = async () => `/staff/communities/${await community()}/limits`
/** The limits and rules of the community as they ship. */
const plain = async () => {
  await ask(secretary, 'PUT', await limits(), { items: [] })
  await ask(secretary, 'PUT', `/staff/communities/${await community()}/routes`, { items: [] })
}
// Other files share the county: what is decided here is taken back.
let hours
before(async () => { hours = await ask(secretary, 'GET', `/staff/hours?community_id=${await community()}`) })
after(async () => {
  await plain()
  await ask(secretary, 'PUT', `/staff/communities/${await community()}/hours`, { working: hours.working, resting: hours.resting })
})
const line = (all, topic) => all.items.find((l) => l.topic === topic && !l.urgent)
const cell = (page, name) => page.getByLabel(`${name}，多少`, { exact: true })

story('a secretary changes a limit by keys, tries it on past reports, and saves it', async () => {
  await plain()
  const page = await desk(secretary, '/limits')
  await page.getByText('阳光社区在用县里的时限表').waitFor()
  const save = page.getByRole('button', { name: '保存', exact: true })
  await cell(page, '复杂事项 全程').focus()
  await page.keyboard.press('ArrowDown') // the next line of the column
  await page.keyboard.press('Control+a')
  await page.keyboard.type('0')
  await page.getByText('请填 1 到 10000 之间的整数（工作小时）').waitFor()
  assert.ok(await page.getByRole('button', { name: '试算', exact: true }).isDisabled())
  await page.keyboard.press('Control+a')
  await page.keyboard.type('6')
  await page.getByText('原来 4 工作小时').waitFor()
  assert.ok(await save.isDisabled(), 'it is tried first')
  await press(page, '试算')
  await page.getByText(/件：超时/).waitFor()
  await save.click()
  await page.getByText('阳光社区自己的时限表').waitFor()
  assert.deepEqual(line(await ask(clerk, 'GET', await limits()), 'exposed_rubbish').whole, { n: 6, unit: 'working_hour' })

  // Beside the county's; and back to it.
  await page.getByLabel('对照县里的').check()
  await page.getByText('县 4 工作小时').waitFor()
  await press(page, '改用县里的')
  await page.getByRole('dialog').getByRole('button', { name: '改用', exact: true }).click()
  await page.getByText('阳光社区在用县里的时限表').waitFor()

  const reader = await desk(clerk, '/limits')
  await reader.getByText('只能看').waitFor()
  assert.equal(await reader.getByRole('textbox').count(), 0)
})

story('two change one table: both changes are there, and nothing typed is lost', async () => {
  await plain()
  const page = await desk(secretary, '/limits')
  await cell(page, '积水 全程').fill('9')
  await cell(page, '绿化养护 全程').fill('8')
  await press(page, '试算')
  await page.getByText(/件：超时/).waitFor()
  const other = await ask(secretary, 'GET', await limits()) // on another PC
  line(other, 'greenery').whole = { n: 3, unit: 'working_day' }
  line(other, 'street_cleaning').whole = { n: 1, unit: 'working_hour' }
  await ask(secretary, 'PUT', await limits(), { items: other.items, version: other.version })
  await press(page, '保存')
  await page.getByText('您和别人都改了：绿化养护').waitFor()
  await page.getByText('别人刚改了：道路保洁').waitFor()
  assert.equal(await cell(page, '绿化养护 全程').inputValue(), '8')
  assert.equal(await cell(page, '道路保洁 全程').inputValue(), '1')
  await page.getByText('原来 3 工作日').waitFor()
  await press(page, '试算')
  await page.getByText(/件：超时/).waitFor()
  await press(page, '保存')
  const wanted = { standing_water: 9, greenery: 8, street_cleaning: 1 }
  await until(() => ask(clerk, 'GET', limitsPath), (now) => Object.entries(wanted).every(([topic, n]) => line(now, topic).whole.n === n))
})
const limitsPath = await limits()

story('what was typed survives a reload and the end of the session', async () => {
  await plain()
  const page = await desk(secretary, '/limits')
  await cell(page, '积水 全程').fill('7')
  await page.reload()
  await until(() => cell(page, '积水 全程').inputValue(), (v) => v === '7')
  await page.evaluate(async () => { // the session ends elsewhere
    const { token } = JSON.parse(Object.entries(localStorage).find(([k]) => k.endsWith('session'))?.[1] ?? '{}')
    await fetch('/api/v1/logout', { method: 'POST', headers: { Authorization: `Bearer ${token}` } })
  })
  await press(page, '试算')
  await page.getByText(/件：超时/).waitFor()
  assert.equal(await cell(page, '积水 全程').inputValue(), '7')
  await press(page, '不改了')
  assert.equal(await cell(page, '积水 全程').inputValue(), '4')
})

story('a table is tried after a new login, as it was typed', async () => {
  await plain()
  const page = await seated(secretary, 'limits')
  await cell(page, '积水 全程').fill('5')
  await ask(secretary, 'DELETE', '/me/desks') // from the telephone
  const offered = page.offers()
  await press(page, '试算')
  await page.getByRole('dialog', { name: '请再登录一次' }).waitFor()
  await confirm(secretary, await offered)
  await page.getByText(/件：超时/).waitFor()
  assert.equal(await cell(page, '积水 全程').inputValue(), '5')
})

story('rules are added, put in order by keys and by dragging, tried, and saved', async () => {
  await plain()
  const page = await desk(secretary, '/routes')
  await page.getByText('还没有规则').waitFor()
  for (const [name, to] of [['先给综合执法', '综合执法大队'], ['再给书记', '社区书记'], ['给物业', '所在小区的物业公司'], ['给网格员', '网格员']]) {
    await press(page, '加一条')
    await drawer(page).getByLabel('规则的名称').fill(name)
    await drawer(page).getByLabel('交给谁').press('Enter')
    await page.getByRole('option').filter({ hasText: to }).first().click()
    await press(page, '加到最后')
    await page.getByRole('rowheader', { name }).waitFor()
    await drawer(page).waitFor({ state: 'hidden' })
  }
  const order = () => page.getByRole('table', { name: '分派规则' }).locator('tr[data-row] th').evaluateAll((all) => all.map((one) => one.firstChild.textContent))
  await page.getByRole('button', { name: '上移：再给书记' }).press('Enter')
  assert.deepEqual(await order(), ['再给书记', '先给综合执法', '给物业', '给网格员'])
  await page.locator('tr[data-row="3"] .routes-grip').dragTo(page.locator('tr[data-row="0"]'))
  assert.deepEqual(await order(), ['给网格员', '再给书记', '先给综合执法', '给物业'])
  await press(page, '试算')
  const sample = page.getByRole('button', { name: /^打开事件 / }).first()
  const number = (await sample.textContent()).trim()
  await press(page, '保存')
  await until(() => ask(clerk, 'GET', `/staff/communities/${at}/routes`), (r) => r.items.length === 4 && r.items[0].name === '给网格员' && r.items[3].to.kind === 'property')
  await press(page, '试算')
  await page.getByRole('button', { name: `打开事件 ${number}` }).click()
  await page.waitForURL(/\/office\/reports\?.*open=/)
  await page.getByText(number).first().waitFor()
})
const at = await community()

story('working hours: wrong input is told beside the field, and a change meanwhile is not overwritten', async () => {
  const page = await desk(secretary, '/hours')
  const working = page.getByLabel('上班的日子，几点到几点')
  await until(() => working.inputValue(), (v) => v.includes('-'))
  for (const [typed, why] of [['九点到五点', '看不懂，请写成 08:30-12:00'], ['12:00-09:00', '结束要晚于开始'], ['09:00-12:00,11:00-17:00', '和前一段重叠，或顺序不对'], ['', '上班的日子要写几点到几点']]) {
    await working.fill(typed)
    await page.getByText(why).waitFor()
  }
  await working.fill('09:00-12:00,13:00-18:00')
  await page.getByRole('table', { name: '往后七天的工作时间' }).getByText('13:00-18:00').first().waitFor()
  const promised = page.getByRole('table', { name: '现在来一件事的时限' })
  await working.fill('00:10-00:30,23:00-23:50')
  await promised.getByRole('row', { name: /^公共设施/ }).getByText(/^原来 /).first().waitFor()
  await working.fill('09:00-12:00,13:00-18:00')
  const hours = (w, more = {}) => ask(secretary, 'PUT', `/staff/communities/${at}/hours`, { working: w, resting: '', ...more })
  await hours('10:00-16:00')
  await press(page, '保存')
  await page.getByText('刚才有人改成了：上班 10:00-16:00').waitFor()
  assert.equal(await working.inputValue(), '09:00-12:00,13:00-18:00')
  await press(page, '保存')
  await until(() => ask(clerk, 'GET', `/staff/hours?community_id=${at}`), (h) => h.working === '09:00-12:00,13:00-18:00')
  await press(page, '改用县里的')
  await page.getByRole('dialog').getByRole('button', { name: '改用', exact: true }).click()
  await until(() => ask(clerk, 'GET', `/staff/hours?community_id=${at}`), (h) => !h.own)
})

story('board telephones, alert steps and templates are changed in place', async () => {
  const page = await desk(secretary, '/boards')
  await press(page, '修改电话')
  await drawer(page).getByLabel('便民联系电话').fill('请打电话')
  await press(page, '保存')
  await page.getByText('便民联系电话只能写数字和短横').waitFor()
  await drawer(page).getByLabel('便民联系电话').fill('0911-8120001')
  await press(page, '保存')
  await page.getByText('0911-8120001', { exact: true }).waitFor() // the message has one as an example

  await page.getByRole('link', { name: '提醒步骤' }).click()
  await press(page, '修改：平常的事')
  const wait = drawer(page).getByLabel('第 1 步等多久')
  await wait.fill('45')
  await wait.press('Tab')
  await press(page, '保存')
  await page.getByText(/等 45 分钟/).waitFor()

  const name = fresh('师傅')
  await page.getByRole('link', { name: '回复模板' }).click()
  await press(page, '新增模板')
  await drawer(page).getByLabel('名称').fill(name)
  await drawer(page).getByLabel('内容').fill('您好，师傅已经出发。')
  await press(page, '保存')
  await page.getByRole('rowheader', { name }).waitFor()
  await press(page, `删除：${name}`)
  await page.getByRole('dialog').getByRole('button', { name: '删除', exact: true }).click()
  await page.getByRole('rowheader', { name }).waitFor({ state: 'detached' })
})

story('a bulletin is seen as the resident sees it before it is published, and taken down', async () => {
  const title = fresh('明天停水'), page = await desk(secretary, '/bulletins')
  await press(page, '写公告')
  await page.getByLabel('标题').fill(title)
  await page.getByLabel('内容').fill('上午九点到十二点。\n请提前存水。')
  await page.getByRole('article').getByText(title).waitFor()
  await page.getByText('阳光社区的居民都看得到').waitFor()
  await press(page, '发布')
  await page.getByRole('button', { name: new RegExp(title) }).waitFor()
  assert.ok((await ask('wang', 'GET', `/bulletins?community_id=${at}`)).items.some((b) => b.title === title))
  await page.getByRole('button', { name: new RegExp(title) }).click()
  await press(page, '撤下')
  await page.getByRole('dialog').getByRole('button', { name: '撤下', exact: true }).click()
  await page.getByRole('button', { name: new RegExp(title) }).waitFor({ state: 'detached' })
})

for (const [width, height] of [[1440, 900], [1920, 1080]]) {
  story(`the pages of rules fit ${width}x${height}, and axe finds nothing serious`, async () => {
    for (const path of ['limits', 'routes', 'hours', 'alerts', 'boards', 'templates', 'notices', 'bulletins', 'services']) {
      const page = await desk(secretary, `/${path}`, { width, height })
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.locator('.panel').first().waitFor()
      assert.deepEqual(await seriousFaults(page), [], path)
      assert.ok(await page.evaluate(() => document.scrollingElement.scrollWidth <= innerWidth), `${path} is too wide`)
      await page.context().close()
    }
  })
}
