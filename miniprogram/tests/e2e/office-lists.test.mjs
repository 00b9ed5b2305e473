// The lists of work on the desk: each page shows the rows of the service, and what is done there is done.
import assert from 'node:assert/strict'
import { ask, desk, direct, house, settle, story, until } from './county.mjs'
import { clerk, community, elsewhere, fresh, secretary } from './desk.mjs'
import { seriousFaults } from './axe.mjs'

const rows = (page) => page.locator('.worktable tbody tr')
const row = (page, words) => rows(page).filter({ hasText: words })
const drawer = (page) => page.locator('.el-drawer:visible')
const press = (page, name) => page.getByRole('button', { name, exact: true }).click()
const entry = (page, name) => page.getByRole('navigation', { name: '菜单' }).getByRole('link', { name: new RegExp(`^${name}(，\\d+)?$`) })
const tab = (page, name) => page.locator('.work-tab').filter({ hasText: name })
const shot = (page, name) => (process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png` }) : undefined)

/** Fills the open form and sends it. */
async function fill(page, label, words, go) {
  await drawer(page).getByLabel(label).fill(words)
  await drawer(page).getByRole('button', { name: go, exact: true }).click()
  await drawer(page).waitFor({ state: 'hidden' })
}

/** All rows of a list of the service. */
async function all(key, path) {
  const items = []
  for (let cursor = ''; ;) {
    const page = await ask(key, 'GET', `${path}${path.includes('?') ? '&' : '?'}cursor=${cursor}`)
    items.push(...page.items)
    if (!(cursor = page.next)) return items
  }
}

/** Opens a page, and checks that it has the rows of the service, no serious faults, and fits into the window. */
async function opens(key, path, list, { width = 1440, height = 900 } = {}) {
  const page = await desk(key, path, { width, height })
  await until(async () => [await rows(page).count(), (await all(key, list)).length], ([shown, known]) => shown === known)
  assert.deepEqual(await seriousFaults(page), [])
  assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} fits ${width}`)
  assert.ok(await page.locator('.work-rows').evaluate((el) => el.scrollWidth <= el.clientWidth), `the table of ${path} fits ${width}`)
  return page
}
const large = { width: 1920, height: 1080 }

story('an inquiry is answered beside the list', async () => {
  const words = fresh('居住证怎么办')
  await settle('JM-06', '阳光花园5号楼')
  await ask('JM-06', 'POST', '/inquiries', { words })
  const page = await opens(clerk, '/inquiries', '/staff/inquiries?list=open')
  const { inquiries } = await ask(clerk, 'GET', '/staff/home')
  await until(() => entry(page, '居民咨询').getAttribute('aria-label'), (said) => said === `居民咨询，${inquiries}`)
  await row(page, words).click()
  await page.getByRole('article', { name: words }).getByText('回复会发通知').waitFor()
  await page.reload() // the open row is in the address
  await page.getByRole('article', { name: words }).getByText(/(刚刚|分钟前) 问/).waitFor() // by the clock of the service
  await press(page, '回复')
  await fill(page, '回复', '带身份证来一楼大厅。', '发送')
  await page.locator('.talk').getByText('带身份证来一楼大厅。').waitFor()
  await until(() => row(page, words).count(), (n) => n === 0)
  await until(() => tab(page, '待回复').textContent(), (said) => said === `待回复${inquiries - 1 || 0}`)
  assert.deepEqual(await seriousFaults(page), [])
  await shot(page, 'inquiry')
  const [i] = (await ask(clerk, 'GET', '/staff/inquiries?list=answered')).items.filter((one) => one.title.startsWith(words))
  assert.equal((await ask(clerk, 'GET', `/staff/inquiries/${i.id}`)).messages.at(-1).text, '带身份证来一楼大厅。')
  await tab(page, '已回复').click()
  await row(page, words).waitFor()
  assert.equal(new URL(page.url()).searchParams.get('list'), 'answered')
  await row(page, words).click()
  await press(page, '结束咨询')
  await page.getByRole('dialog').getByRole('button', { name: '结束', exact: true }).click()
  await until(() => ask(clerk, 'GET', `/staff/inquiries/${i.id}`), (now) => now.state === 'closed')
  await opens(clerk, '/inquiries?list=closed', '/staff/inquiries?list=closed', large)
})

story('an inquiry becomes a report at the desk', async () => {
  const words = fresh('井盖翘起来了')
  await settle('JM-06', '阳光花园5号楼')
  await ask('JM-06', 'POST', '/inquiries', { words })
  const page = await opens(clerk, '/inquiries', '/staff/inquiries?list=open')
  await row(page, words).click()
  await press(page, '转为事件')
  const form = page.locator('.el-drawer:visible')
  await form.getByRole('button', { name: '转为事件', exact: true }).click()
  await page.getByText('请选择或写下地点').waitFor()
  await form.getByLabel('在哪里').fill('阳光花园5号楼')
  await page.locator('.el-select-dropdown:visible').getByText('阳光花园5号楼').first().click()
  await form.getByLabel('具体位置').fill('东侧路口')
  assert.deepEqual(await seriousFaults(page), [])
  await form.getByRole('button', { name: '转为事件', exact: true }).click()
  await until(() => row(page, words).count(), (n) => n === 0)
  const [i] = (await ask(clerk, 'GET', '/staff/inquiries?list=closed')).items.filter((one) => one.title.startsWith(words))
  await tab(page, '已结束').click()
  await row(page, words).click()
  await page.getByRole('link', { name: /^已转为事件 / }).click()
  await page.waitForURL((u) => u.pathname.endsWith('/reports') && u.searchParams.get('open') === (i.report_id ?? u.searchParams.get('open')))
  await page.getByText('东侧路口').first().waitFor()
})

story('a call for help is taken by a key and finished', async () => {
  const page = await opens(clerk, '/calls', '/staff/calls?list=open')
  const [call] = (await ask(clerk, 'GET', '/staff/calls?list=open')).items.filter((c) => c.state === 'waiting')
  assert.ok(call, 'the demo has a call that waits')
  await row(page, call.number).click()
  await page.keyboard.press('Enter') // the next deed of the chosen row
  const now = async () => (await all(clerk, '/staff/calls?list=all')).find((c) => c.id === call.id)
  await until(now, (c) => c.state === 'acknowledged')
  await page.getByRole('button', { name: `我来联系，${call.number}`, exact: true }).waitFor({ state: 'detached' })
  await press(page, `办完，${call.number}`)
  await fill(page, '怎么办的', '已上门，帮他搬上楼了。', '办完')
  await until(now, (c) => c.state === 'done' && c.result === '已上门，帮他搬上楼了。')
  await until(() => row(page, call.number).count(), (n) => n === 0)
  await page.keyboard.press(']')
  await page.keyboard.press(']')
  await row(page, '帮他搬上楼了').waitFor()
  await page.reload()
  assert.equal(await tab(page, '全部').getAttribute('aria-current'), 'true')
  await opens(clerk, '/calls?list=all', '/staff/calls?list=all', large)
})

story('somebody whom no message reached is told, and the report is one press away', async () => {
  const page = await opens(clerk, '/undelivered', '/staff/undelivered')
  const [u] = (await all(clerk, '/staff/undelivered')).filter((one) => one.notices.some((n) => n.about.startsWith('report:')))
  await row(page, u.person_name).getByRole('link', { name: '看事件，查电话' }).first().click()
  await page.waitForURL((at) => at.pathname.endsWith('/reports') && u.notices.some((n) => n.about === `report:${at.searchParams.get('open')}`))
  await page.goBack()
  const { undelivered } = await ask(clerk, 'GET', '/staff/home')
  await press(page, `已告知，${u.person_name}`)
  await fill(page, '怎样告知的', '打了电话', '记下')
  await until(() => all(clerk, '/staff/undelivered'), (now) => !now.some((one) => one.person_id === u.person_id))
  await until(() => entry(page, '没通知到的人').getAttribute('aria-label'), (said) => said === `没通知到的人${undelivered > 1 ? `，${undelivered - 1}` : ''}`)
  await shot(await opens(clerk, '/undelivered', '/staff/undelivered', large), 'undelivered')
})

story('a family member is confirmed, and the resident’s card opens from the row', async () => {
  await settle('JM-08', '阳光花园5号楼')
  const name = fresh('王奶奶')
  await ask('JM-08', 'POST', '/family', { name, relation: 'grandparent', born: 1944 })
  const page = await opens(clerk, '/families', '/staff/families')
  await row(page, name).getByRole('button', { name: /^确认，/ }).click()
  await drawer(page).getByText('都不是，新登记一位').click()
  assert.deepEqual(await seriousFaults(page), [])
  await drawer(page).getByRole('button', { name: '确认', exact: true }).click()
  await drawer(page).waitFor({ state: 'hidden' })
  const made = await until(async () => (await all(clerk, '/staff/families?state=confirmed')).find((f) => f.cared?.name === name))
  await until(() => row(page, name).count(), (n) => n === 0)
  await tab(page, '已确认').click()
  await row(page, name).getByRole('button', { name, exact: true }).click()
  await page.getByRole('dialog', { name }).getByText('替 祖父母').waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await page.keyboard.press('Escape')
  await row(page, name).getByRole('button', { name: /^解除，/ }).click()
  await fill(page, '为什么', '老人到窗口要求解除。', '解除')
  await until(async () => (await all(clerk, '/staff/families?state=ended')).some((f) => f.id === made.id))
  await opens(clerk, '/families?list=ended', '/staff/families?state=ended', large)
})

story('the counter lends something, keeps it longer and takes it back', async () => {
  const place = `/communities/${await community()}/things`, thing = fresh('折叠梯'), who = fresh('孙大爷')
  const page = await opens(clerk, '/loans?list=things', place)
  await press(page, '登记物品')
  await drawer(page).getByLabel('名称').fill(thing)
  await elsewhere(drawer(page), '放在哪里', '一楼库房')
  await fill(page, '一共几件', '1', '登记')
  await row(page, thing).getByText('还有 1 件').waitFor()
  const { id } = (await ask(clerk, 'GET', place)).items.find((t) => t.name === thing)
  const [code] = await Promise.all([page.waitForEvent('download'), press(page, `二维码，${thing}`)])
  assert.match(code.suggestedFilename(), new RegExp(`^${thing}\\.(png|jpg)$`))

  await tab(page, '借出').click()
  await page.locator('.head').getByRole('button', { name: '借出' }).click()
  await drawer(page).getByRole('radio', { name: new RegExp(thing) }).check({ force: true })
  await drawer(page).getByLabel('姓名').fill(who)
  await fill(page, '电话', '13900007788', '借出')
  const lent = async (list) => (await all(clerk, `/staff/loans?list=${list}`)).find((l) => l.thing_id === id)
  const loan = await until(() => lent('out'))
  assert.equal(loan.borrower, who)
  await press(page, `续借，${thing}，${who}`)
  await page.getByRole('dialog').getByRole('button', { name: '续借', exact: true }).click()
  await until(() => lent('out'), (l) => l.due > loan.due)
  await until(() => row(page, who).getByRole('button', { name: /^续借/ }).count(), (n) => n === 0)
  await press(page, `收回，${thing}，${who}`)
  await fill(page, '物品情况', '完好', '收回')
  await until(() => lent('ended'), (l) => l?.words === '完好')
  await until(() => row(page, who).count(), (n) => n === 0)
  await shot(await opens(clerk, '/loans', '/staff/loans?list=out', large), 'loans')
  const { loans_late: late } = await ask(clerk, 'GET', '/staff/home')
  if (late) {
    await entry(page, '借还').click() // the number leads to its rows
    await until(() => rows(page).count(), (n) => n === late)
    assert.equal(await tab(page, '过期').getAttribute('aria-current'), 'true')
  }
})

story('a whistle is blown, answered by the department, and closed', async () => {
  const page = await opens(secretary, '/whistles?list=all', '/staff/whistles?list=all'), why = fresh('楼前违规搭了棚子')
  await press(page, '吹哨')
  await page.getByLabel('地点', { exact: true }).fill('阳光花园5号楼')
  await page.getByRole('option', { name: /阳光花园5号楼$/ }).click()
  await press(page, '下一步')
  await drawer(page).getByLabel('为什么叫他们来').fill(why)
  await drawer(page).getByRole('combobox', { name: '谁牵头' }).press('Enter')
  await page.getByRole('option', { name: '综合执法大队' }).first().click()
  assert.deepEqual(await seriousFaults(page), [])
  await drawer(page).getByRole('button', { name: '吹哨', exact: true }).click()
  await page.locator('.pane').getByText(why).first().waitFor()
  const { id, number } = (await all(secretary, '/staff/whistles?list=open')).find((w) => w.words === why)
  const now = () => ask(secretary, 'GET', `/staff/whistles/${id}`)

  const org = await opens('ZF-01', '/whistles', '/staff/whistles?list=mine')
  const { whistles } = await ask('ZF-01', 'GET', '/staff/home')
  await until(() => entry(org, '吹哨报到').getAttribute('aria-label'), (said) => said === `吹哨报到，${whistles}`)
  await row(org, number).click()
  await press(org, '我们来')
  await drawer(org).getByRole('button', { name: '答复', exact: true }).click()
  await until(now, (w) => w.musters[0].state === 'coming' && w.musters[0].who)
  await org.locator('.pane').getByText(/到场/).first().waitFor()
  assert.deepEqual(await seriousFaults(org), [])
  await shot(org, 'whistle')
  await press(org, '报到')
  await drawer(org).getByRole('button', { name: '我们到了', exact: true }).click()
  await until(now, (w) => w.musters[0].state === 'mustered')
  await press(org, '反馈结果')
  await fill(org, '做了什么', '棚子拆了。', '反馈')
  await until(now, (w) => w.musters[0].state === 'done')

  await page.reload()
  await press(page, '办结')
  await drawer(page).getByRole('button', { name: '办结', exact: true }).click()
  await until(now, (w) => w.state === 'closed')
  await opens(secretary, '/whistles?list=all', '/staff/whistles?list=all', large)
})

story('what nobody acknowledged is taken, and a steward gets a code', async () => {
  const page = await opens(secretary, '/stewards?list=unreachable', '/staff/unreachable')
  const [u] = (await all(secretary, '/staff/unreachable')).filter((one) => one.reason === 'never_logged_in')
  await press(page, `给邀请码，${u.person_name}`)
  await page.getByRole('dialog').getByRole('button', { name: '生成', exact: true }).click()
  await page.getByRole('dialog', { name: `${u.person_name}的邀请码` }).getByText(/\w{4}-\w{4}/).waitFor()
  await page.getByRole('button', { name: '知道了' }).click()
  const matter = { id: '1', subject: 'call', subject_id: '1', community_id: '1', area_id: '1', area_name: '阳光社区 阳光花园5号楼', urgent: true, stage: 'unanswered', acknowledgements: 1, needed: 2, started_at: '2026-11-30T08:00:00+08:00' }
  const taken = page.waitForRequest((r) => r.url().endsWith('/staff/pagings/1/acknowledge'))
  await page.route('**/staff/unanswered*', (r) => r.fulfill({ json: { items: [matter], next: '' } }))
  await page.route('**/staff/pagings/1/acknowledge', (r) => r.fulfill({ status: 204 }))
  await tab(page, '无人确认').click()
  await row(page, '1/2 人确认').waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await press(page, '我来处理，阳光社区 阳光花园5号楼')
  await taken
  await opens(secretary, '/stewards', '/staff/unanswered', large)
})

story('the figures of a month are those of the service', async () => {
  const at = await community(), usage = (from, to) => `/staff/communities/${at}/usage?from=${from}&to=${to}`
  const page = await opens(clerk, '/figures?month=2026-11', usage('2026-11-01', '2026-11-30'))
  const [first] = (await ask(clerk, 'GET', usage('2026-11-01', '2026-11-30'))).items
  await row(page, first.service_name).getByText(`${first.places} 个名额约了 ${first.taken} 个`).waitFor()
  await press(page, '上个月')
  await until(() => new URL(page.url()).searchParams.get('month'), (month) => month === '2026-10')
  await until(async () => [await rows(page).count(), (await ask(clerk, 'GET', usage('2026-10-01', '2026-10-31'))).items.length], ([shown, known]) => shown === known)
  await opens(clerk, '/figures?list=appraisal&month=2026-11', `/staff/appraisal?month=2026-11&community_id=${at}`)
  await opens('ZF-01', '/figures?month=2026-11', '/staff/appraisal?month=2026-11', large)
})

story('a list that cannot be read says so, and is read when asked again', async () => {
  const page = await desk(clerk, '/limits')
  await page.route('**/staff/calls*', (r) => r.fulfill({ status: 503, json: { error: { code: 'http.internal', message: '服务暂时不可用，请稍后再试' } } }))
  await entry(page, '求助').click()
  await page.getByRole('alert').getByText('请稍后再试').waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await page.unroute('**/staff/calls*')
  await press(page, '再试一次')
  await until(async () => [await rows(page).count(), (await all(clerk, '/staff/calls?list=open')).length, await page.getByRole('alert').count()], ([shown, known, alerts]) => shown === known && !alerts)
  page.wrongs.length = 0 // the answer 503 was meant
})

story('who may not do the work does not see its pages', async () => {
  const none = { 'XF-01': ['居民咨询', '求助', '没通知到的人', '借还', '场地安排', '家人关系', '待审照片', '红管家值守'], 'YG-21': ['吹哨报到', '待审照片'], 'ZX-01': ['借还', '场地安排', '家人关系'] }
  const paths = { 居民咨询: 'inquiries', 求助: 'calls', 没通知到的人: 'undelivered', 借还: 'loans', 场地安排: 'halls', 家人关系: 'families', 待审照片: 'photos', 吹哨报到: 'whistles', 红管家值守: 'stewards' }
  for (const [key, hidden] of Object.entries(none)) {
    const page = await desk(key, '/reports')
    await entry(page, '事件').waitFor()
    for (const name of hidden) {
      assert.equal(await entry(page, name).count(), 0, `${key} ${name}`)
      await page.goto(page.url().replace(/office\/\w+/, `office/${paths[name]}`))
      await page.waitForURL((u) => !u.pathname.endsWith(paths[name]))
    }
  }
})

// It is the last one because it moves the clock.
story('a photo is released, another is hidden and released later', async () => {
  const list = async (name) => `/staff/media/held?community_id=${await community()}&list=${name}`
  const page = await desk('YG-04', '/photos')
  await page.locator('.work-tabs').waitFor()
  await ask('YG-04', 'GET', '/me') // logs in before, too
  await direct('forward', { minutes: 125 }) // the platform checks pictures only of people who opened it in the last two hours
  const upload = (name) => page.evaluate(async (file) => {
    const { token } = JSON.parse(Object.entries(localStorage).find(([k]) => k.endsWith('session'))[1]), form = new FormData()
    form.append('file', await (await fetch(`/demo/photos/${file}`)).blob(), file)
    return (await (await fetch('/api/v1/media', { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body: form })).json()).id
  }, name)
  const ids = [await upload('wall.jpg'), await upload('car.jpg')]
  await ask('YG-04', 'POST', '/staff/reports', { source: 'call', name: '王先生', text: fresh('墙皮掉了'), area_id: (await house()).id, file_ids: ids })
  await until(async () => all(clerk, await list('held')), (held) => ids.every((id) => held.some((f) => f.id === id)))
  await opens(clerk, '/photos', await list('held'), large)
  await page.reload()
  await press(page, `可以给别人看，照片 ${ids[0]}`)
  await fill(page, '为什么', '照片正常，没有问题。', '确定')
  await press(page, `不给别人看，照片 ${ids[1]}`)
  await fill(page, '为什么', '照片里看得清车牌。', '确定')
  await until(async () => all(clerk, await list('held')), (held) => !held.some((f) => ids.includes(f.id)))
  await tab(page, '不公开的').click()
  await row(page, '照片不给其他居民看').getByRole('button', { name: /^看/ }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: '放大' }).waitFor()
  await page.keyboard.press('Escape')
  await shot(await opens(clerk, '/photos?list=hidden', await list('hidden')), 'photos')
  await press(page, `可以给别人看，照片 ${ids[1]}`)
  await fill(page, '为什么', '照片正常，没有问题。', '确定')
  await until(async () => all(clerk, await list('hidden')), (hidden) => !hidden.some((f) => f.id === ids[1]))
  await page.getByText('没有不公开的照片').waitFor()
})
