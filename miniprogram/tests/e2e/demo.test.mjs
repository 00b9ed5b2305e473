// The demo's page: three telephones with the real clients beside the chat, in one county.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { ask, bare, base, story } from './county.mjs'

story('the telephones of the demo run the real clients', async () => {
  const page = await bare({ width: 1440, height: 900, isMobile: false, deviceScaleFactor: 1 })
  await page.goto(`${base}/demo`)
  const frame = (seat) => page.frameLocator(`[data-seat="${seat}"] iframe`)
  await frame('staff').getByText('待受理').first().waitFor()
  await frame('steward').getByText('楼里的事').first().waitFor()
  const unaccepted = async () => Number(await frame('staff').locator('.num', { hasText: '待受理' }).first().locator('text=/^\\d+/').first().textContent())
  const before = await unaccepted()

  // A report of 王奶奶 in the chat appears on the clerk's telephone without a touch.
  for (const line of ['5号楼前面的井盖松了', '阳光花园5号楼', '1']) {
    await fetch(`${base}/demo/people/wang/text`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ text: line }) })
  }
  for (let i = 0; i < 60 && (await unaccepted()) === before; i++) await page.waitForTimeout(250)
  assert.equal(await unaccepted(), before + 1)

  await page.locator('[data-seat="resident"] [data-client="on"]').click()
  await frame('resident').getByRole('button', { name: /随手拍/ }).waitFor()
  if (process.env.SHOTS) {
    mkdirSync(process.env.SHOTS, { recursive: true })
    await page.waitForTimeout(1500)
    await page.screenshot({ path: join(process.env.SHOTS, 'demo.png') })
  }
  await page.locator('[data-seat="steward"] [data-client="off"]').click()
  await page.locator('[data-seat="steward"] .client').waitFor({ state: 'hidden' })
  assert.ok((await ask('wang', 'GET', '/reports')).items.some((r) => r.text.includes('井盖')))
})

story('the PC of the demo runs the desk of a clerk or a secretary', async () => {
  const page = await bare({ width: 1440, height: 900, isMobile: false, deviceScaleFactor: 1 })
  await page.goto(`${base}/demo`)
  const pc = page.locator('[data-seat="desk"]'), screen = page.frameLocator('[data-seat="desk"] iframe')
  await pc.getByRole('button', { name: '打开电脑' }).click()
  await screen.getByText('阳光社区 社区工作人员').waitFor()
  await screen.getByRole('navigation', { name: '事件的列表' }).waitFor()
  await pc.getByRole('combobox').selectOption('YG-01')
  await screen.getByText('阳光社区 社区书记').waitFor()
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, 'demo-desk.png') })
  await pc.getByRole('button', { name: '回到手机' }).click()
  await page.frameLocator('[data-seat="staff"] iframe').getByText('待受理').first().waitFor()
})

story('半夜的燃气味: one sentence, and every telephone shows the danger', async () => {
  const page = await bare({ width: 1440, height: 900, isMobile: false, deviceScaleFactor: 1 })
  await page.goto(`${base}/demo?pace=0.3`)
  await page.frameLocator('[data-seat="staff"] iframe').getByText('待受理').first().waitFor()
  await page.locator('#which').selectOption('night')
  await page.locator('#play').click()
  await page.waitForFunction(() => document.body.dataset.night, undefined, { timeout: 90_000 })
  console.log(`seen on the slowest telephone after ${await page.evaluate(() => document.body.dataset.night)} s`)
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, 'demo-night.png') })
  await page.locator('#caption', { hasText: '一句话，一个数字都不用回' }).waitFor({ timeout: 90_000 })
  assert.equal(await page.locator('#toasts', { hasText: '演示停在这里' }).count(), 0)
})

story('断网: what an officer does on a telephone without a network waits, and is handed in when the network is back', async () => {
  const page = await bare({ width: 1440, height: 900, isMobile: false, deviceScaleFactor: 1 })
  await page.goto(`${base}/demo?pace=0.3`)
  await page.frameLocator('[data-seat="staff"] iframe').getByText('待受理').first().waitFor()
  await page.locator('#which').selectOption('offline')
  await page.locator('#play').click()
  const button = page.getByRole('group', { name: '工作人员手机的网络' }).getByRole('button', { name: '断网' })
  await page.waitForFunction(() => document.querySelector('[data-network="off"]').classList.contains('on'), undefined, { timeout: 60_000 })
  await page.locator('[data-seat="staff"] .phone.cut').waitFor()
  const phone = page.frameLocator('[data-seat="staff"] iframe')
  await phone.getByText('等网络').first().waitFor({ timeout: 60_000 })
  if (process.env.SHOTS) await page.screenshot({ path: join(process.env.SHOTS, 'demo-offline.png') })
  await page.waitForFunction(() => document.body.dataset.offline, undefined, { timeout: 60_000 })
  assert.equal(await page.locator('#toasts', { hasText: '演示停在这里' }).count(), 0)
  assert.equal(await phone.getByText('等网络').count(), 0)
  await page.locator('#caption').waitFor({ state: 'hidden', timeout: 60_000 })

  // By hand: the button takes the network from the telephone that is shown, and no other.
  await button.click()
  await page.locator('[data-seat="staff"] .phone.cut').waitFor()
  await page.locator('[data-seat="staff"] select').selectOption('YG-02')
  await page.locator('[data-seat="staff"] .phone:not(.cut)').waitFor()
  await page.locator('[data-seat="staff"] select').selectOption('YG-21')
  await page.getByRole('group', { name: '工作人员手机的网络' }).getByRole('button', { name: '有网' }).click()
  await page.locator('[data-seat="staff"] .phone:not(.cut)').waitFor()
  assert.equal((await (await fetch(`${base}/demo/stage`)).json()).offline.length, 0)
})
