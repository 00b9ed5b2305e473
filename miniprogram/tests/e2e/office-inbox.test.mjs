// The desk's inbox on a PC: rows, keys, deeds in place, several at once, filters in the address.
import assert from 'node:assert/strict'
import { ask, desk, story, until } from './county.mjs'
import { clerk, community, fresh, secretary } from './desk.mjs'
import { seriousFaults } from './axe.mjs'

const rows = (page) => page.locator('.rows-table tbody tr')
const row = (page, words) => rows(page).filter({ hasText: words })
const drawer = (page) => page.locator('.el-drawer:visible')

/** Enters a report at the counter; returns it. */
async function entered(text, more = {}) {
  const [building] = (await ask(clerk, 'GET', `/areas/find?words=${encodeURIComponent('阳光花园3号楼')}&community_id=${await community()}`)).items
  return ask(clerk, 'POST', '/staff/reports', { source: 'call', name: '王先生', text, area_id: building.id, category: 'sanitation', file_ids: [], ...more })
}

story('the inbox opens, accepts and assigns by keys', async () => {
  const text = fresh('楼道里堆了纸箱'), made = await entered(text)
  const page = await desk(secretary, '/nothing')
  await page.route('**/staff/news*', () => {}) // the news of the own deed takes the row off the list, sooner or later
  await page.goto(page.url().replace('/nothing', '/reports') + '&list=unaccepted')
  await row(page, text).click()
  await page.getByRole('heading', { level: 2 }).filter({ hasText: text.slice(0, 6) }).waitFor()
  assert.match(page.url(), new RegExp(`open=${made.id}`))
  await page.keyboard.press('a')
  await drawer(page).getByRole('button', { name: '受理', exact: true }).click()
  await until(() => ask(clerk, 'GET', `/reports/${made.id}`), (r) => r.state === 'accepted')
  await page.getByRole('toolbar', { name: '可以办的' }).getByRole('button', { name: '交办' }).waitFor()
  await row(page, text).getByText('已受理').waitFor() // in place, without leaving the list
  await drawer(page).waitFor({ state: 'hidden' })
  await page.keyboard.press('s')
  await drawer(page).getByRole('button', { name: '交办', exact: true }).click()
  await until(() => ask(clerk, 'GET', `/reports/${made.id}`), (r) => r.state === 'assigned')
})

story('the open report lies on a small map of its community', async () => {
  const text = fresh('半夜有人唱歌'), kind = { category: 'noise' }, made = await entered(text, kind), twin = await entered(`${text}，今天又唱`, kind)
  const nowhere = await entered(fresh('不知道在哪里的井盖'), { area_id: await community() })
  const page = await desk(secretary, '/nothing')
  let asked = 0
  page.on('request', (r) => { if (r.url().includes('/staff/areas/shapes')) asked++ })
  await page.goto(page.url().replace('/nothing', `/reports`) + `&list=unaccepted&open=${made.id}`)
  const map = page.getByRole('region', { name: '位置' })
  await map.locator('.mark-on').getByText('2', { exact: true }).waitFor() // itself, and the one that may be the same
  assert.match(await map.locator('svg').getAttribute('aria-label'), /阳光花园3号楼在社区里的位置，附近疑似重复 1 件/)
  await map.locator('.mark-on').click()
  await page.waitForURL(new RegExp(`open=${twin.id}`))
  await map.locator('.mark-on').waitFor()
  await row(page, nowhere.number).click()
  await page.locator('.pane-tags').getByText(nowhere.number).waitFor()
  await map.waitFor({ state: 'detached' })
  await row(page, made.number).click()
  await map.locator('.mark-on').waitFor()
  assert.equal(asked, 1, 'the shapes are fetched once')
  await map.getByRole('link', { name: '在地图上看' }).click()
  await page.waitForURL((url) => url.pathname === '/office/map' && url.searchParams.get('list') === 'unaccepted' && url.searchParams.get('open') === made.id)
})

story('keys are quiet while somebody writes or composes', async () => {
  const made = await entered(fresh('路灯不亮了'))
  const page = await desk(secretary, `/reports?list=all&open=${made.id}`)
  await page.getByRole('button', { name: '回复居民' }).click()
  const words = drawer(page).getByLabel('想说的话')
  await words.fill('')
  await words.type('a j ? 好')
  await words.evaluate((el) => el.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', isComposing: true, bubbles: true })))
  assert.equal(await words.inputValue(), 'a j ? 好')
  assert.equal((await ask(clerk, 'GET', `/reports/${made.id}`)).state, 'submitted')
  // What was written stays after a reload, for this report only.
  await page.reload()
  await page.getByRole('button', { name: '回复居民' }).click()
  await until(() => drawer(page).getByLabel('想说的话').inputValue(), (v) => v === 'a j ? 好')
})

story('several at once, each with its own result', async () => {
  const mark = fresh('垃圾没有清'), made = []
  for (let i = 0; i < 5; i++) made.push(await entered(`${mark}第${i}处`))
  const page = await desk(secretary, '/reports?list=unaccepted&sort=newest')
  for (const r of made) await row(page, r.number).getByRole('checkbox').click()
  await page.getByText('选中 5 件').waitFor()
  await ask(clerk, 'POST', `/staff/reports/${made[1].id}/refuse`, { words: '不归社区管' }) // somebody is faster
  await page.getByRole('toolbar', { name: '选中的事件' }).getByRole('button', { name: '受理' }).click()
  await drawer(page).getByRole('button', { name: '受理', exact: true }).click()
  await page.getByText('办好 4 件，没办成 1 件，共 5 件。').waitFor()
  assert.equal(await page.getByRole('row').filter({ hasText: made[1].number }).getByText('没办成').count(), 1)
  await page.getByRole('button', { name: '知道了' }).click()
  for (const [i, r] of made.entries()) assert.equal((await ask(clerk, 'GET', `/reports/${r.id}`)).state, i === 1 ? 'refused' : 'accepted')
})

story('a filtered list is a link, and each number is its rows', async () => {
  const text = fresh('窨井盖破了')
  await entered(text, { category: 'facility' })
  const page = await desk(secretary, '/reports?list=unaccepted')
  const counts = await ask(secretary, 'GET', '/staff/home')
  await until(() => rows(page).count(), (n) => n === counts.unaccepted)
  await page.getByRole('combobox', { name: '类别' }).press('Enter')
  await page.getByRole('option', { name: '公共设施' }).click()
  await row(page, text).waitFor()
  assert.match(page.url(), /category=facility/)
  const link = page.url(), shown = await rows(page).count()
  const other = await desk(secretary, link.slice(link.indexOf('/office') + 7))
  await row(other, text).waitFor()
  assert.equal(await rows(other).count(), shown)
  // The way back closes the report and keeps the filter.
  await row(other, text).click()
  await other.waitForURL(/open=/)
  await other.goBack()
  await other.waitForURL((url) => !url.searchParams.has('open') && url.searchParams.get('category') === 'facility')
})

for (const [width, height] of [[1280, 800], [1440, 900], [1920, 1080]]) {
  story(`the inbox fits ${width} pixels and has no serious fault for axe`, async () => {
    const page = await desk(secretary, '/reports?list=all', { width, height })
    await rows(page).first().click()
    await page.getByRole('toolbar', { name: '可以办的' }).waitFor()
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false)
    assert.deepEqual(await seriousFaults(page), [])
    await page.keyboard.press('?')
    await page.getByRole('dialog', { name: '快捷键' }).waitFor()
    assert.deepEqual(await seriousFaults(page), [])
    await page.keyboard.press('Escape')
  })
}

story('new reports appear without a reload, and the tab counts them', async () => {
  const page = await desk(secretary, '/reports?list=unaccepted')
  await rows(page).first().waitFor()
  const before = await ask(secretary, 'GET', '/staff/home')
  await page.evaluate(() => { document.hasFocus = () => false }) // the person looks at another window
  const text = fresh('有人在楼下烧纸')
  await entered(text)
  await row(page, text).waitFor()
  assert.equal(await page.title(), '(1) 事件 · 邻里办公端')
  await until(() => page.getByRole('navigation', { name: '事件的列表' }).getByRole('button', { name: '待受理' }).innerText(), (t) => t.includes(String(before.unaccepted + 1)))
  await page.evaluate(() => { dispatchEvent(new Event('focus')) })
  assert.equal(await page.title(), '事件 · 邻里办公端')
})

story('what somebody else did is shown in the open form, and nothing typed is lost', async () => {
  const made = await entered(fresh('电动车停在楼道'))
  const page = await desk(secretary, `/reports?list=unaccepted&open=${made.id}`)
  await page.getByRole('toolbar', { name: '可以办的' }).getByRole('button', { name: '受理', exact: true }).click()
  await drawer(page).getByLabel('给居民说一句').fill('马上来看')
  await ask(clerk, 'POST', `/staff/reports/${made.id}/accept`, { category: 'sanitation' })
  await drawer(page).getByRole('alert').getByText('您写的还留着').waitFor()
  assert.equal(await drawer(page).getByLabel('给居民说一句').inputValue(), '马上来看')
})
