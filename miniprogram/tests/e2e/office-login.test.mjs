// The login of a PC: by a code that the staff mini-program scans, once, and again over an open page.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, base, button, choosePhoto, direct, field, house, story, take, text, until } from './county.mjs'
import { clerk, fresh, secretary } from './desk.mjs'
import { confirm, pc, seated } from './office.mjs'

story('a telephone logs a PC in, and out again', async () => {
  const desk = await pc('reports?list=all')
  const { code, address } = await desk.offered()
  await desk.getByRole('heading', { name: '邻里办公端' }).waitFor()
  await desk.getByAltText('登录码的二维码').waitFor()
  assert.ok(address.endsWith(`/staff/#/people/desk/index?code=${code}`))
  assert.ok(!(await desk.content()).includes('undefined'))
  assert.deepEqual(await seriousFaults(desk), [])
  if (process.env.SHOTS) await desk.screenshot({ path: `${process.env.SHOTS}/login.png` })

  const phone = await take('staff', clerk, 'pages/me/index')
  await text(phone, '登录的电脑').click()
  await field(phone, '登录码').fill('12345')
  await button(phone, '登录电脑').click()
  await text(phone, '这不是电脑上的登录码').waitFor()
  await field(phone, '登录码').fill(code.toLowerCase().match(/.{1,5}/g).join(' '))
  await button(phone, '登录电脑').click()
  await text(phone, '在这台电脑上登录？').waitFor()
  await text(phone, 'Linux 电脑 · Chrome').waitFor()
  await text(phone, '只确认您面前的这台电脑').waitFor()
  await desk.getByText('已扫码，请在手机上确认').waitFor()
  if (process.env.SHOTS) { await phone.screenshot({ path: `${process.env.SHOTS}/login-phone.png` }); await desk.screenshot({ path: `${process.env.SHOTS}/login-scanned.png` }) }
  await button(phone, '登录').click()
  await text(phone, '已登录，请看电脑').waitFor()

  await desk.waitForURL('**/office/reports?list=all')
  assert.equal(await desk.evaluate(() => document.cookie), '', 'scripts read no cookie')
  const [cookie] = (await desk.context().cookies()).filter((c) => c.name === 'linli_desk')
  assert.deepEqual([cookie.httpOnly, cookie.sameSite, cookie.expires], [true, 'Strict', -1])
  assert.ok(!JSON.stringify(await desk.evaluate(() => ({ ...localStorage }))).includes(cookie.value))
  await desk.reload()
  await desk.getByRole('navigation', { name: '菜单' }).waitFor()

  await button(phone, '登录的电脑').click()
  await text(phone, 'Linux 电脑 · Chrome').waitFor()
  if (process.env.SHOTS) await phone.screenshot({ path: `${process.env.SHOTS}/login-list.png` })
  await button(phone, '结束，Linux 电脑 · Chrome').click()
  await phone.getByText('结束', { exact: true }).locator('visible=true').last().click()
  await text(phone, '没有登录的电脑').waitFor()
  await desk.reload()
  await desk.waitForURL(/\/office\/login\?to=/)
})

story('a code that is refused or too old is replaced with a button', async () => {
  const desk = await pc()
  const { code } = await desk.offered()
  const phone = await take('staff', clerk, `people/desk/index?code=${code}`) // as WeChat's own scanner opens it
  await button(phone, '不是我').click()
  await text(phone, '已拒绝').waitFor()
  await desk.getByText('手机上选了“不是我”，没有登录').waitFor()
  const next = desk.offers()
  assert.equal(await desk.evaluate(() => document.activeElement.textContent), '换一个码')
  const heard = desk.waitForResponse(`${base}/api/v1/desk/login`)
  await desk.keyboard.press('Enter')
  const second = await next
  assert.notEqual(second.code, code)
  await heard // else the page does not know that its code was good
  await direct('forward', { minutes: 3 })
  await desk.getByText('这个码已过期').waitFor()
  assert.deepEqual(await seriousFaults(desk), [])
  await assert.rejects(confirm(clerk, second), /desk.code/)
  const third = desk.offers()
  await button(desk, '换一个码').click()
  await confirm(clerk, await third)
  await desk.getByRole('navigation', { name: '菜单' }).waitFor()
})

story('two pages of one browser are logged in with one code', async () => {
  const desk = await pc()
  await desk.offered()
  const other = await desk.context().newPage()
  const offered = other.waitForResponse((r) => r.url().endsWith('/api/v1/desk/codes')).then((r) => r.json())
  await other.goto(desk.url())
  await confirm(clerk, await offered)
  await other.getByRole('navigation', { name: '菜单' }).waitFor()
  await desk.getByRole('navigation', { name: '菜单' }).waitFor()
})

/** Ends every session of the clerk's PCs, and lets this one find out; resolves to the code that it shows then. */
async function endedElsewhere(desk) {
  await ask(clerk, 'DELETE', '/me/desks')
  const offered = desk.offers()
  await desk.evaluate(() => window.uni.$emit('news')) // the page loads its content again
  await desk.getByRole('dialog', { name: '请再登录一次' }).waitFor()
  return offered
}

story('the same person logs in again over the page and goes on', async () => {
  const desk = await seated(clerk, 'desks')
  await desk.getByText('这一台').waitFor()
  await seated(clerk, 'desks').then((second) => second.getByRole('button', { name: /^结束，/ }).first().waitFor())
  if (process.env.SHOTS) { await desk.reload(); await desk.getByText('这一台').waitFor(); await desk.screenshot({ path: `${process.env.SHOTS}/desks.png` }) }
  const offered = await endedElsewhere(desk)
  assert.deepEqual(await seriousFaults(desk), [])
  if (process.env.SHOTS) await desk.screenshot({ path: `${process.env.SHOTS}/login-again.png` })
  await desk.evaluate(() => { window.stays = true })
  await confirm(clerk, offered)
  await desk.getByRole('dialog', { name: '请再登录一次' }).waitFor({ state: 'hidden' })
  await desk.getByText('这一台').waitFor()
  assert.equal(await desk.evaluate(() => window.stays), true, 'the page was not loaded anew')
})

story('nothing typed is lost when the session is ended from the telephone', async () => {
  const { id } = await ask(clerk, 'POST', '/staff/reports', { source: 'call', name: '王先生', text: fresh('路灯不亮'), area_id: (await house()).id, category: 'sanitation', file_ids: [] })
  const desk = await seated(clerk, `reports?list=all&open=${id}`)
  await desk.route('**/api/v1/staff/news**', (request) => request.abort()) // else it notices the end first, and asks before the button is pressed
  await desk.getByRole('button', { name: '回复居民' }).click()
  const form = desk.locator('.el-drawer:visible'), words = fresh('明天上午来修，请等一等')
  await form.getByLabel('想说的话').fill(words)
  await choosePhoto(desk, () => form.locator('.pick-add').click(), 'lamp-fixed')
  await ask(clerk, 'DELETE', '/me/desks')
  const offered = desk.offers()
  await form.getByRole('button', { name: '发送' }).click()
  await desk.getByRole('dialog', { name: '请再登录一次' }).waitFor()
  assert.equal(await form.getByLabel('想说的话').inputValue(), words)
  await desk.keyboard.press('Escape') // nothing closes behind the question
  await confirm(clerk, await offered)
  await form.waitFor({ state: 'hidden' }) // it was sent after the login, without another click
  const { events } = await ask(clerk, 'GET', `/reports/${id}`)
  assert.deepEqual(events.filter((e) => e.text === words).map((e) => e.files.length), [1])

  // In the form of one person another one reads nothing.
  await desk.getByRole('button', { name: '回复居民' }).click()
  await form.getByLabel('想说的话').fill('这句别人看不到')
  await ask(clerk, 'DELETE', '/me/desks')
  const next = desk.offers()
  await form.getByRole('button', { name: '发送' }).click()
  await confirm(secretary, await next)
  await desk.getByRole('button', { name: new RegExp((await ask(secretary, 'GET', '/me')).name) }).waitFor()
  await desk.goto(`${base}/office/reports?list=all&open=${id}`)
  await desk.getByRole('button', { name: '回复居民' }).click()
  assert.equal(await form.getByLabel('想说的话').inputValue(), '')
  assert.ok(!JSON.stringify(await ask(clerk, 'GET', `/reports/${id}`)).includes('这句别人看不到'))
})

story('another person who logs in finds nothing of the former', async () => {
  const desk = await seated(clerk, 'desks')
  await desk.getByText('这一台').waitFor()
  const name = (await ask(secretary, 'GET', '/me')).name
  await desk.evaluate(() => localStorage.setItem('linli.office.me.drafts', JSON.stringify({ 'form:x': { said: { words: '王师傅家的事' }, photos: [], at: Date.now() } })))
  await confirm(secretary, await endedElsewhere(desk))
  await desk.getByRole('button', { name: new RegExp(name) }).waitFor()
  await until(() => desk.evaluate(() => localStorage.getItem('linli.office.me.drafts')), (kept) => kept === null)

  // A second page of the browser, still open as the former person, does not act in the other's name.
  const other = await desk.context().newPage()
  await other.goto(desk.url())
  await other.getByRole('button', { name: new RegExp(name) }).waitFor()
  await desk.getByRole('button', { name: new RegExp(name) }).click()
  await desk.getByRole('menuitem', { name: '退出登录' }).click()
  await desk.getByAltText('登录码的二维码').waitFor()
  const again = desk.offers()
  await desk.reload()
  await confirm(clerk, await again)
  await desk.getByRole('navigation', { name: '菜单' }).waitFor()
  const mine = (await ask(clerk, 'GET', '/me')).name
  await other.getByRole('button', { name: new RegExp(mine) }).waitFor()
})

story('people without a desk are told so', async () => {
  const desk = await pc()
  const { code } = await desk.offered()
  const phone = await take('staff', 'wang', `people/desk/index?code=${code}`)
  await text(phone, '您还没有工作岗位，不能登录办公端').waitFor()

  // A steward and a provider may log in, and read where their work is.
  for (const key of ['HGJ-04', 'JM-10']) {
    const theirs = await seated(key, 'reports')
    await theirs.getByRole('heading', { name: '这里没有您要办的事' }).waitFor()
    assert.equal(await theirs.getByRole('navigation', { name: '菜单' }).getByRole('link').count(), 0)
  }
  // A department has its own reports and nothing that it may not open.
  const org = await seated('ZJ-01', 'limits')
  await org.getByRole('heading', { name: '这里没有您要办的事' }).waitFor()
  await org.getByRole('link', { name: '事件' }).click()
  await org.waitForURL('**/office/reports**')
})
