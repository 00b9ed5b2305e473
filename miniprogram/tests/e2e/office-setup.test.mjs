// 开始使用 and 词表: a community sees what is missing and opens its rows; the county adds a tag, which staff then give.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, desk, story, until } from './county.mjs'
import { clerk, enter, fresh, secretary } from './desk.mjs'

const centre = 'ZX-01'

story('a secretary sees what is missing, and each number opens its rows', async () => {
  const page = await desk(secretary, '/nothing')
  const answer = page.waitForResponse((got) => new URL(got.url()).pathname.endsWith('/setup') && got.url().includes('/api/')) // what other stories leave behind may change the numbers
  await page.route('**/staff/news*', () => {})
  await page.goto(page.url().replace('/nothing', '/setup'))
  const { steps } = await (await answer).json()
  await page.getByRole('heading', { name: '5. 抓运行' }).waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  for (const c of steps.flatMap((s) => s.checks)) {
    const row = page.locator('.setup-row', { hasText: c.title })
    assert.equal((await row.locator('.tag').first().textContent()).trim(), c.missing ? String(c.missing) : '无', c.title)
  }
  const open = steps.flatMap((s) => s.checks).filter((c) => c.missing)
  assert.ok(open.length, 'the demo has something to do')
  for (const c of open) {
    await page.getByRole('link', { name: c.title, exact: true }).click()
    await until(async () => new URL(page.url()).pathname, (path) => path === `/office${c.page.split('?')[0]}`)
    await page.locator('h1').first().waitFor()
    await page.goBack()
    await page.getByRole('heading', { name: '5. 抓运行' }).waitFor()
  }
})

story('the county adds a tag, and a clerk gives it', async () => {
  const page = await desk(centre, '/words')
  await page.getByLabel('第 8 项').waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await page.getByRole('button', { name: '加一项', exact: true }).click()
  await page.getByLabel('第 9 项').fill('空巢')
  await page.getByRole('button', { name: '保存', exact: true }).click()
  await until(async () => (await ask(clerk, 'GET', '/staff/words/tag')).items.map((w) => w.name), (names) => names.includes('空巢'))
  const code = (await ask(clerk, 'GET', '/staff/words/tag')).items.find((w) => w.name === '空巢').code
  const resident = await enter(fresh('空巢老人'))
  const got = await ask(clerk, 'PATCH', `/staff/residents/${resident.id}`, { tags: [code] })
  assert.deepEqual(got.tags.map((t) => t.name), ['空巢'])

  const clerks = await desk(clerk, '/words?list=org_kind')
  await clerks.getByText('社会组织').waitFor()
  assert.equal(await clerks.getByRole('button', { name: '保存', exact: true }).count(), 0)
})
