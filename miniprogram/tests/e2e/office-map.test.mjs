// The desk's map: the rows of a list on the territory, and boundaries that are drawn and saved.
import assert from 'node:assert/strict'
import { ask, desk, story, until } from './county.mjs'
import { clerk, community, fresh, secretary } from './desk.mjs'
import { seriousFaults } from './axe.mjs'

const shapes = async (key = secretary) => (await ask(key, 'GET', '/staff/areas/shapes')).items
const points = async (list, key = secretary) => (await ask(key, 'GET', `/staff/reports/points?list=${list}`)).items
const rows = (page) => page.locator('.mapdesk-row')
const marks = (page) => page.locator('.mark:not(.mark-pile)')

/** Enters a report at a building; returns it. */
async function entered(text, place = '阳光花园3号楼', more = {}) {
  const [building] = (await ask(clerk, 'GET', `/areas/find?words=${encodeURIComponent(place)}&community_id=${await community()}`)).items
  return ask(clerk, 'POST', '/staff/reports', { source: 'call', name: '王先生', text, area_id: building.id, category: 'sanitation', file_ids: [], ...more })
}

story('the map shows the rows of a list, and a mark opens its report', async () => {
  const made = await entered(fresh('楼道里堆了纸箱'), '阳光花园7号楼')
  const page = await desk(secretary, '/map')
  const open = await points('open')
  await until(() => rows(page).count(), (n) => n === open.length)
  await page.locator('.mapdesk-map .map-grid').first().waitFor()
  // Each report is in one mark: numbers and single ones sum up to all.
  const drawn = await marks(page).evaluateAll((all) => all.reduce((n, m) => n + (Number(m.querySelector('text').textContent) || 1), 0))
  assert.equal(drawn, open.length)
  assert.equal(await marks(page).last().evaluate((m) => m.classList.contains('mark-urgent')), open.some((r) => r.urgent), 'urgent ones lie on top')

  await page.getByRole('button', { name: new RegExp(made.number) }).click()
  await page.getByText('打开办理').waitFor()
  assert.match(page.url(), new RegExp(`open=${made.id}`))
  await page.getByText('打开办理').click()
  await page.waitForURL(/\/office\/reports\?.*open=/)
  await page.getByRole('heading', { level: 2 }).filter({ hasText: '楼道里' }).waitFor()
  await page.goBack()
  await rows(page).first().waitFor()
})

story('the filters of the map are those of the table', async () => {
  const made = await entered(fresh('路灯不亮了'), '阳光花园3号楼', { category: 'facility' })
  const page = await desk(secretary, '/map?list=open&category=facility')
  const some = await points('open&category=facility')
  await until(() => rows(page).count(), (n) => n === some.length)
  await page.getByRole('link', { name: '用表格看' }).click()
  await page.waitForURL(/\/office\/reports\?.*category=facility/)
  await page.locator('.rows-table tbody tr').filter({ hasText: made.number }).waitFor()
  await page.getByRole('link', { name: '地图', exact: true }).last().click()
  await page.waitForURL(/\/office\/map\?.*category=facility/)
  await until(() => rows(page).count(), (n) => n === some.length)
})

story('the map is moved and zoomed by keys', async () => {
  const page = await desk(secretary, '/map')
  const grid = page.locator('.map-grid').first()
  await grid.waitFor()
  const wide = async () => (await grid.boundingBox()).width
  const before = await wide()
  await page.locator('.mapdesk-map').focus()
  await page.keyboard.press('+')
  await until(wide, (w) => w > before * 1.2)
  const left = (await grid.boundingBox()).x
  await page.keyboard.press('ArrowRight')
  await until(async () => (await grid.boundingBox()).x, (x) => x < left - 40)
  await page.keyboard.press('0')
  await until(wide, (w) => Math.abs(w - before) < 2)
})

story('a boundary is drawn, undone, drawn again and saved; a faster colleague is not written over', async () => {
  const before = (await shapes()).find((s) => s.name === '阳光第三网格')
  const open = async (key) => {
    const page = await desk(key, '/map/draw')
    await page.getByRole('button', { name: /^阳光第三网格/ }).click()
    await page.locator('.corner').first().waitFor()
    return page
  }
  const drag = async (page, n, dx, dy) => {
    const at = await page.locator('.corner').nth(n).boundingBox()
    await page.mouse.move(at.x + 7, at.y + 7)
    await page.mouse.down()
    await page.mouse.move(at.x + 7 + dx, at.y + 7 + dy, { steps: 4 })
    await page.mouse.up()
  }
  const mine = await open(secretary), theirs = await open(clerk)
  await drag(mine, 1, -200, -60)
  await mine.getByText(/栋在边界外/).waitFor() // a warning, not a refusal
  await mine.keyboard.press('Control+z')
  await mine.getByText('没有改动').waitFor()
  await mine.getByRole('button', { name: '重做' }).click()
  await mine.getByRole('button', { name: '预览并保存 1 处' }).click()
  await mine.getByText('楼栋归哪个网格不因此改变').waitFor()
  await mine.getByRole('button', { name: '保存', exact: true }).click()
  await mine.getByText('没有改动').waitFor()
  const drawn = (await shapes()).find((s) => s.id === before.id)
  assert.notDeepEqual(drawn.boundary, before.boundary)

  await theirs.locator('.corner').nth(2).focus()
  await theirs.keyboard.press('Shift+ArrowUp')
  await theirs.getByRole('button', { name: '预览并保存 1 处' }).click()
  await theirs.getByText('刚被别人改过').waitFor()
  assert.deepEqual((await shapes()).find((s) => s.id === before.id).boundary, drawn.boundary)

  // Crossing sides are told at once and not sent.
  await theirs.getByRole('button', { name: '撤销' }).click()
  await drag(theirs, 0, 400, -120)
  await theirs.getByText('边界自己与自己相交').waitFor()
  await ask(secretary, 'POST', '/staff/roster', await edit(before))
})

/** The edit that draws an area as it was, with its token. */
async function edit(shape) {
  const areas = [{ id: shape.id, boundary: JSON.stringify(shape.boundary) }]
  const { token } = await ask(secretary, 'POST', '/staff/roster/preview', { areas })
  return { areas, token }
}

story('axe finds nothing serious on the map', async () => {
  for (const [path, width, height] of [['/map', 1440, 900], ['/map', 1920, 1080], ['/map/draw', 1280, 800]]) {
    const page = await desk(secretary, path, { width, height })
    await page.locator('.map-grid').first().waitFor()
    assert.deepEqual(await seriousFaults(page), [], path)
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} scrolls at ${width}`)
  }
})
