// Pictures of the desk for the manual: SHOTS=../docs/office npm run test:e2e shots-office. Skipped without SHOTS.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { desk, story } from './county.mjs'
import { secretary } from './desk.mjs'

const folder = process.env.SHOTS ?? ''
if (folder) mkdirSync(folder, { recursive: true })

/** Opens a page of the desk, waits until it is idle, and saves a picture. */
async function picture(name, path, prepare, who = secretary) {
  const page = await desk(who, path)
  await page.waitForTimeout(1500)
  await prepare?.(page)
  await page.waitForTimeout(900)
  await page.screenshot({ path: join(folder, `${name}.png`) })
}

if (folder) story('pictures of the desk', async () => {
  await picture('inbox', '/reports?list=all', (page) => page.locator('.rows-table tbody tr').nth(3).click())
  await picture('several', '/reports?list=all', async (page) => {
    for (const i of [1, 2, 4]) await page.locator('.rows-table tbody tr').nth(i).getByRole('checkbox').click()
  })
  await picture('map', '/map')
  await picture('people', '/people')
  await picture('limits', '/limits')
  await picture('wall', '/wall')
  await picture('undelivered', '/undelivered')
  await picture('notices', '/notices', (page) => page.getByRole('button', { name: /修改/ }).first().click(), 'ZX-01')
})
