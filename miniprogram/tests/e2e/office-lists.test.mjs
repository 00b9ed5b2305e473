// The lists of work on the desk: each page shows the rows of the service, and what is done there is done.
import assert from 'node:assert/strict'
import { ask, desk, settle, story, until } from './county.mjs'
import { clerk, community, enter, fresh, secretary } from './desk.mjs'
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

story('who may not do the work does not see its pages', async () => {
  for (const [key, hidden, path] of [['XF-01', ['居民咨询', '求助'], '/calls']]) {
    const page = await desk(key, path)
    await page.waitForURL((u) => u.pathname.endsWith('/nothing'))
    for (const name of hidden) assert.equal(await entry(page, name).count(), 0)
  }
})
