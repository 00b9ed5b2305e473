// The wall page: numbers without persons, each with its rows; it renews itself and says when it is old.
import assert from 'node:assert/strict'
import { ask, desk, story, until } from './county.mjs'
import { clerk, community, fresh, secretary } from './desk.mjs'
import { seriousFaults } from './axe.mjs'

const tile = (page, name) => page.locator('.tile').filter({ hasText: name })
const wall = (key = secretary) => ask(key, 'GET', '/staff/wall')

story('each number of the wall opens its rows', async () => {
  const page = await desk(secretary, '/wall', { width: 1920, height: 1080 })
  await page.locator('.tile').first().waitFor()
  for (const [name, key] of [['未办结', 'open'], ['今天新增', 'submitted'], ['待受理', 'unaccepted']]) {
    const { tiles } = await wall(), value = tiles.find((t) => t.key === key).value
    await until(() => tile(page, name).locator('.tile-value').textContent(), (n) => n === String(value))
    await tile(page, name).click()
    await page.waitForURL(/\/office\/reports\?/)
    if (value) await until(() => page.locator('.rows-table tbody tr').count(), (n) => n === value)
    await page.goBack()
    await page.locator('.tile').first().waitFor()
  }
})

story('a grid of the map and a category open their rows', async () => {
  const page = await desk(secretary, '/wall', { width: 1920, height: 1080 })
  const { places, kinds } = await wall()
  await page.locator('.wall-map .map-grid').first().click()
  await page.waitForURL((url) => url.searchParams.get('list') === 'open' && url.searchParams.get('area_id') === places[0].area_id)
  await until(() => page.locator('.rows-table tbody tr').count(), (n) => n === places[0].open)
  await page.goBack()
  await page.getByRole('link', { name: new RegExp(`^${kinds[0].name}`) }).click()
  await until(() => page.locator('.rows-table tbody tr').count(), (n) => n === kinds[0].open)
})

story('the trend is drawn, with today marked and its values as a table', async () => {
  const page = await desk(secretary, '/wall', { width: 1920, height: 1080 })
  const said = []
  page.on('console', (m) => { if (m.type() === 'error') said.push(m.text()) })
  page.on('pageerror', (e) => said.push(e.message))
  await page.reload()
  const { days } = await wall()
  await page.locator('.wall-trend svg text').filter({ hasText: /^今天$/ }).waitFor()
  const cells = await page.locator('.wall-trend tbody tr').evaluateAll((rows) => rows.map((r) => [...r.cells].slice(1).map((c) => Number(c.textContent))))
  assert.deepEqual(cells, days.map((d) => [d.submitted, d.solved]))
  assert.equal(await page.locator('.wall-trend [role=img][aria-label^="近 30 天新增"]').count(), 1)
  assert.deepEqual(said, [], 'neither the security policy nor the chart complains')
})

story('the wall names nobody', async () => {
  const text = fresh('吴奶奶家门口的灯不亮')
  const [building] = (await ask(clerk, 'GET', `/areas/find?words=${encodeURIComponent('阳光花园3号楼')}&community_id=${await community()}`)).items
  const made = await ask(clerk, 'POST', '/staff/reports', { source: 'call', name: '吴奶奶', text, area_id: building.id, file_ids: [] })
  const page = await desk(secretary, '/wall', { width: 1920, height: 1080 })
  await page.locator('.tile').first().waitFor()
  const shown = await page.locator('.wall').textContent()
  for (const secret of ['吴奶奶', '灯不亮', made.number, '周秀兰']) assert.ok(!shown.includes(secret), secret)
})

story('the wall renews itself, and says when it is old', async () => {
  const page = await desk(secretary, '/wall', { width: 1920, height: 1080 })
  await page.getByText(/^更新于/).waitFor()
  let asked = 0, down = false
  await page.route('**/api/v1/staff/wall*', (route) => { asked++; return down ? route.abort() : route.continue() })
  await page.evaluate(() => { // half a minute passes
    const real = Date.now
    Date.now = () => real() + 31_000
  })
  await until(() => asked, (n) => n === 1)
  down = true
  await page.evaluate(() => { const real = Date.now; Date.now = () => real() + 120_000 })
  await page.getByText(/^数据停在/).waitFor()
  assert.ok(await page.locator('.tile').count() > 0, 'the last numbers stay')
  down = false
  await page.evaluate(() => { const real = Date.now; Date.now = () => real() + 31_000 })
  await page.getByText(/^更新于/).waitFor()
})

for (const [width, height] of [[1920, 1080], [3840, 1080]]) {
  story(`the wall fits ${width}x${height}, readable from across the room`, async () => {
    for (const key of [secretary, 'ZX-01']) {
      const page = await desk(key, '/wall', { width, height })
      await page.locator('.tile').first().waitFor()
      await page.locator('.wall-mark').first().waitFor()
      await page.locator('.wall-trend svg text').first().waitFor()
      assert.deepEqual(await seriousFaults(page), [])
      const small = await page.evaluate(() => {
        const texts = document.createTreeWalker(document.querySelector('.wall'), NodeFilter.SHOW_TEXT), found = []
        for (let at = texts.nextNode(); at; at = texts.nextNode()) {
          const box = at.parentElement
          if (at.textContent.trim() && box.getClientRects().length && !box.closest('.sr-only') && parseFloat(getComputedStyle(box).fontSize) < 20) found.push(at.textContent)
        }
        return found
      })
      assert.deepEqual(small, [])
      assert.ok(await page.evaluate(() => [...document.querySelectorAll('.tile, .wall-part')].every((e) => {
        const b = e.getBoundingClientRect()
        return b.right <= innerWidth && b.bottom <= innerHeight
      })), 'everything is in sight')
    }
  })
}
