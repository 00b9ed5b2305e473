// Screenshots of the main pages for README: SHOTS=../docs/clients npm run test:e2e shots. Skipped without SHOTS.
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { button, choosePhoto, field, story, take, text } from './county.mjs'
import { furnish } from './furnish.mjs'
import { queries } from './pages.mjs'

const folder = process.env.SHOTS ?? ''
if (folder) mkdirSync(folder, { recursive: true })

/** Opens a page, waits until it is idle, and saves a screenshot. */
async function picture(phone, name, path, prepare) {
  if (path !== undefined) await phone.to(path)
  await phone.locator('uni-page-body .app').first().waitFor()
  await phone.waitForLoadState('networkidle')
  await prepare?.()
  await phone.waitForTimeout(700)
  await phone.evaluate(() => document.activeElement?.blur())
  await phone.screenshot({ path: join(folder, `${name}.png`) })
}

if (folder) story('pictures of the resident client', async () => {
  await furnish('HGJ-04')
  const asks = (await queries()).h5, at = (path) => `${path}?${asks[path]}`
  const phone = await take('h5', 'HGJ-04', '', { deviceScaleFactor: 1 })
  await picture(phone, 'home', '')
  await picture(phone, 'report-new', 'report/new/index', async () => {
    await choosePhoto(phone, () => button(phone, '点这里拍照').click(), 'lamp')
    await field(phone, '怎么回事').fill('路灯不亮，晚上看不清台阶')
  })
  await picture(phone, 'report', at('report/detail/index'))
  await picture(phone, 'progress', 'pages/progress/index')
  await picture(phone, 'booking', 'pages/booking/index')
  await picture(phone, 'booking-make', at('visit/make/index'))
  await picture(phone, 'visit', at('visit/detail/index'))
  await picture(phone, 'board', 'life/board/index')
  await picture(phone, 'inbox', 'life/inbox/index')
  await picture(phone, 'family', 'life/family/index')
  await picture(phone, 'loan', 'life/loan/index')
  await picture(phone, 'mine', 'pages/mine/index')
  await picture(phone, 'steward', 'pages/steward/index')
  await picture(phone, 'steward-report', at('duty/report/index'))
  await picture(phone, 'steward-away', 'duty/away/index')
  await phone.to('pages/mine/index')
  await phone.getByRole('switch', { name: /长辈/ }).click()
  await picture(phone, 'elder-home', '')
  await picture(phone, 'elder-booking', 'pages/booking/index')
})

if (folder) story('pictures of the staff client', async () => {
  const asks = (await queries()).staff, at = (path) => `${path}?${[asks[path]].flat()[0]}`
  const phone = await take('staff', 'YG-02', '', { deviceScaleFactor: 1 })
  await picture(phone, 'staff-home', '')
  await picture(phone, 'staff-reports', 'pages/reports/index')
  await picture(phone, 'staff-report', at('report/detail/index'))
  await picture(phone, 'staff-reply', undefined, async () => {
    await button(phone, '回复居民').click()
    await text(phone, '想说的话').waitFor()
  })
  await picture(phone, 'staff-enter', 'report/enter/index')
  await picture(phone, 'staff-sessions', 'pages/sessions/index')
  await picture(phone, 'staff-session', at('session/board/index'))
  await picture(phone, 'staff-stewards', 'people/stewards/index')
  await picture(phone, 'staff-boards', 'people/boards/index')
  await picture(phone, 'staff-ledgers', 'office/ledgers/index')
  await picture(phone, 'staff-bulletins', 'office/bulletins/index')
  await picture(phone, 'staff-loans', 'office/loans/index')
  await picture(phone, 'staff-me', 'pages/me/index')
})
