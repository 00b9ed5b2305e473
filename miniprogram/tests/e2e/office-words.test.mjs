// 词表: the centre renames a category, hides one and adds one that its words suggest; residents and staff choose from it. Words of
// danger, the questions of a category, and how a community calls it.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, button, desk, field, house, story, take, text, until } from './county.mjs'
import { clerk, community, fresh, secretary } from './desk.mjs'

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
  await page.getByLabel('第 18 项').fill('建筑工地')
  await row(17).getByPlaceholder('提示词，用顿号隔开').fill('工地、塔吊')
  assert.equal(await row(0).getByRole('button', { name: /^去掉/ }).count(), 0)
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').last().waitFor()
  const all = await categories()
  assert.deepEqual(all.filter((c) => c.hidden).map((c) => c.name), ['噪音扰民'])
  assert.equal(all.at(-1).name, '建筑工地')

  // What is typed before the other list has arrived would be lost: there is nothing to type into.
  await page.route('**/staff/words/topic', async (r) => { await new Promise((then) => setTimeout(then, 1000)); await r.continue() }, { times: 1 })
  await page.getByRole('tab', { name: '办理事项' }).click()
  await page.getByRole('tab', { name: '办理事项', selected: true }).waitFor()
  assert.equal(await page.getByRole('button', { name: '加一项' }).count(), 0)
  await page.getByRole('button', { name: '加一项' }).click()
  await page.getByLabel('第 6 项').fill('高处作业')
  await page.getByRole('combobox', { name: '所属类别：高处作业' }).press('Enter')
  await page.locator('.el-select-dropdown:visible').getByText('建筑工地', { exact: true }).click()
  assert.deepEqual(await seriousFaults(page), [])
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').last().waitFor()

  // A resident chooses among what is offered.
  const phone = await take('h5', 'li', 'report/new/index')
  await phone.getByRole('button', { name: /^类别/ }).click()
  await text(phone, '建筑工地').waitFor()
  assert.equal(await text(phone, '噪音扰民').count(), 0)

  // Others read the list.
  const clerks = await desk(clerk, '/words?list=category')
  await clerks.getByText('由网格中心修改').waitFor()
  await clerks.getByText('已停用').waitFor()
  assert.equal(await clerks.getByRole('button', { name: '保存' }).count(), 0)
})

story('the centre adds a word of danger; no shipped word goes', async () => {
  const page = await desk(centre, '/words?list=danger')
  const words = page.getByLabel('紧急词：火情')
  await words.waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  const shipped = await words.inputValue()
  await words.fill(shipped.replace('着火、', ''))
  // After a refusal the list is read again: what is typed meanwhile stays.
  await page.route('**/staff/words/danger', async (r) => { if (r.request().method() === 'GET') await new Promise((then) => setTimeout(then, 1000)); await r.continue() })
  const again = page.waitForResponse((r) => r.url().endsWith('/staff/words/danger') && r.request().method() === 'GET')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('救命的词不能去掉').waitFor()
  await words.fill(`${shipped}、起红了`)
  await again
  await page.getByLabel('先说的话：火情').fill('先打 119，带上老人孩子下楼。')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').last().waitFor()
  assert.equal((await ask('li', 'POST', '/reports/danger', { words: '柴房起红了' })).say, '先打 119，带上老人孩子下楼。')
  const phone = await take('h5', 'li', 'report/new/index')
  await field(phone, '怎么回事').fill('柴房起红了')
  await text(phone, '先打 119').waitFor()
})

story('a category asks a question of its own, and the answer stands with the report', async () => {
  const page = await desk(centre, '/words?list=category')
  await page.getByRole('button', { name: '给停车与道路加一个问题' }).click()
  await page.getByLabel('停车与道路的第 1 个问题', { exact: true }).fill('占了几天')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').last().waitFor()
  const phone = await take('h5', 'li', 'report/new/index')
  await button(phone, /^类别/).click()
  await text(phone, '停车与道路').click()
  await field(phone, '占了几天').fill('三天')
  await field(phone, '怎么回事').fill('车位被占')
  const sent = await ask('li', 'POST', '/reports', { text: fresh('车位被占'), category: 'parking', area_id: (await house()).id, file_ids: [], answers: [{ question: '占了几天', answer: '三天' }] })
  const inbox = await desk(secretary, `/reports?list=all&open=${sent.id}`)
  await inbox.getByText('占了几天').waitFor()
  await inbox.getByText('三天', { exact: true }).waitFor()

  // The desk asks it too, when the category is chosen.
  const words = fresh('车位又被占')
  const entry = await desk(clerk, '/reports?list=all')
  await entry.getByRole('button', { name: /代录/ }).first().click()
  const form = entry.locator('.el-drawer:visible')
  await form.getByText('自己看到', { exact: true }).click()
  await form.getByLabel('情况').fill(words)
  await form.getByLabel('在哪里').fill('阳光花园3号楼')
  await entry.locator('.el-select-dropdown:visible').getByText('阳光花园3号楼').first().click()
  assert.equal(await form.getByLabel('占了几天').count(), 0)
  await form.getByLabel('类别').fill('停车与道路')
  await entry.locator('.el-select-dropdown:visible').getByText('停车与道路').first().click()
  await form.getByLabel('占了几天').fill('五天')
  await form.getByRole('button', { name: '提交', exact: true }).click()
  await entry.getByText('已录入：').waitFor()
  const [entered] = (await ask(clerk, 'GET', '/staff/reports?list=all&sort=newest')).items
  assert.equal((await ask(clerk, 'GET', `/reports/${entered.id}`)).answers[0].answer, '五天')

  // The list shows one family of categories.
  const list = await desk(clerk, '/reports?list=all')
  await list.getByRole('combobox', { name: '大类' }).press('Enter')
  await list.locator('.el-select-dropdown:visible').getByText('便民服务', { exact: true }).click()
  await list.waitForURL(/family=service/)
  await list.getByText(words).first().waitFor()
  await list.getByRole('combobox', { name: '大类' }).press('Enter')
  await list.locator('.el-select-dropdown:visible').getByText('党建', { exact: true }).click()
  await list.waitForURL(/family=party/)
  await until(() => list.getByText(words).count(), (n) => n === 0)
})

story('a secretary renames and hides categories for the community', async () => {
  const page = await desk(secretary, '/names')
  const name = page.getByLabel('本社区叫：治安')
  await name.waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await name.fill('邻里平安')
  await page.locator('tr', { hasText: '违建' }).getByText('不用').click()
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').last().waitFor()
  const own = (await ask(clerk, 'GET', `/categories?community_id=${await community()}`)).items
  assert.equal(own.find((c) => c.code === 'security').name, '邻里平安')
  assert.equal(own.find((c) => c.code === 'illegal').hidden, true)
  assert.equal((await categories()).find((c) => c.code === 'security').name, '治安')
  const clerks = await desk(clerk, '/names')
  await clerks.getByText('邻里平安').waitFor()
  assert.equal(await clerks.getByRole('button', { name: '保存' }).count(), 0)
})

story('what a partner passed on is entered once; the number leads to it', async () => {
  const number = fresh('XF-')
  const enterOnce = async (words) => {
    const page = await desk(clerk, '/reports?list=all')
    await page.getByRole('button', { name: /代录/ }).first().click()
    const form = page.locator('.el-drawer:visible')
    await form.getByText('12345、信访等转来', { exact: true }).click()
    await form.getByText('信访', { exact: true }).click()
    await form.getByLabel('原系统编号').fill(number)
    await form.getByLabel('反映人').fill('周文斌')
    await form.getByLabel('情况').fill(words)
    await form.getByLabel('在哪里').fill('阳光花园3号楼')
    await page.locator('.el-select-dropdown:visible').getByText('阳光花园3号楼').first().click()
    await form.getByRole('button', { name: '提交', exact: true }).click()
    return page
  }
  const first = await enterOnce('信访转来的井盖')
  await first.getByText('已录入：').waitFor()
  const [made] = await until(async () => (await ask(clerk, 'GET', `/staff/reports/find?number=${number}`)).items, (all) => all.length === 1)
  assert.equal(made.partner_name, '信访')
  const second = await enterOnce('又转来一次')
  await second.getByText(`已经登记为 ${made.number}`).waitFor()
  await second.waitForURL(new RegExp(`open=${made.id}`))
})

story('the county names its kinds of work, and a note offers them', async () => {
  const page = await desk(centre, '/words?list=work')
  const first = page.getByLabel('第 8 项')
  await first.waitFor()
  assert.equal(await first.inputValue(), '政策宣传')
  assert.deepEqual(await seriousFaults(page), [])
  await first.fill('宣讲')
  await page.locator('.words-row').nth(17).getByText('停用').click() // 应急任务
  await page.getByRole('button', { name: '加一项' }).click()
  await page.getByLabel('第 20 项').fill('反诈宣传')
  await page.getByRole('combobox', { name: '算作哪一种：反诈宣传' }).press('Enter')
  await page.locator('.el-select-dropdown:visible').getByText('政策宣传', { exact: true }).click()
  assert.equal(await page.getByRole('combobox', { name: /^算作哪一种/ }).count(), 1, 'a shipped kind stands under none')
  await page.getByRole('button', { name: '保存' }).click()
  await page.getByText('已保存').last().waitFor()
  const kinds = (await ask(clerk, 'GET', '/work')).kinds.map((k) => k.name)
  assert.deepEqual([kinds.includes('宣讲'), kinds.includes('反诈宣传'), kinds.includes('政策宣传'), kinds.includes('应急任务')], [true, true, false, false])
  const phone = await take('staff', clerk, 'work/note/index')
  await text(phone, '反诈宣传').click()
  await text(phone, '宣讲').waitFor()
  assert.equal(await text(phone, '应急任务').count(), 0)
})
