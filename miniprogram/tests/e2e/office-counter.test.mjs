// The day at the counter on the desk: sessions side by side, the scanner, walk-ins and slips; and the week as one sheet.
import assert from 'node:assert/strict'
import { ask, desk, story, text, until } from './county.mjs'
import { clerk, enter, fresh, later, secretary, today } from './desk.mjs'
import { allDay, board, guest, session, stands } from './services.mjs'
import { seriousFaults } from './axe.mjs'

const shot = (page, name) => (process.env.SHOTS ? page.screenshot({ path: `${process.env.SHOTS}/${name}.png` }) : undefined)
const column = (page, name) => page.locator('.col', { has: page.getByRole('heading', { name, exact: true }) })
const line = (page, name) => page.locator('.line', { hasText: name })
const mark = (page) => page.locator('.scan-mark')
const drawer = (page) => page.getByRole('dialog').locator('visible=true').last()
const book = async (held, name) => {
  const { id } = await enter(name)
  return ask(clerk, 'POST', '/bookings', { session_id: held.id, person_id: id, answers: {} })
}
/** The numbers of a column by their names. */
const sums = (page, name) => column(page, name).locator('.col-sums div').evaluateAll((all) => Object.fromEntries(all.map((d) => [d.querySelector('dt').textContent, Number(d.querySelector('dd').textContent)])))
const addsUp = ({ 名额, ...parts }) => Object.values(parts).reduce((n, one) => n + one, 0) === 名额

/** What a scanner does: one stroke every few milliseconds, with Enter at the end, wherever the focus is. */
const scan = (page, code, composing = false) => page.evaluate(({ code, composing }) => {
  const at = document.activeElement ?? document.body
  const stroke = (key, place) => at.dispatchEvent(new KeyboardEvent('keydown', { key: composing ? 'Process' : key, code: place, isComposing: composing, bubbles: true, cancelable: true }))
  for (const c of code) stroke(c, /\d/.test(c) ? `Digit${c}` : `Key${c.toUpperCase()}`)
  stroke('Enter', 'Enter')
}, { code, composing })

story('a session at the counter, by mouse', async () => {
  const name = fresh('量血压'), held = await allDay(name, 6)
  const [first, second, third] = ['王奶奶', '李大爷', '赵阿姨'].map(fresh)
  for (const one of [first, second, third]) await book(held, one)
  const page = await desk(clerk, '/counter')
  await column(page, name).waitFor()
  assert.deepEqual(await sums(page, name), { 名额: 6, 已到: 0, 还没到: 3, 空位: 3 })
  await page.getByRole('button', { name: `到了，${second}` }).click()
  await stands(held.id, second, 'arrived')
  await page.getByRole('button', { name: `叫 2 号，${name}` }).click()
  await stands(held.id, second, 'called')
  await page.getByRole('button', { name: `再叫，${second}` }).waitFor()
  await page.getByRole('button', { name: `没来，${third}` }).click()
  await stands(held.id, third, 'no_show')
  await page.getByRole('button', { name: `办完，${second}` }).click()
  await drawer(page).getByRole('button', { name: '已办好' }).click()
  await drawer(page).getByRole('button', { name: '完成', exact: true }).click()
  assert.equal((await stands(held.id, second, 'done')).result, '已办好')
  const now = await until(() => sums(page, name), (s) => s.已到 === 1)
  assert.deepEqual(now, { 名额: 6, 已到: 1, 还没到: 1, 没来: 1, 空位: 3 })
  await shot(page, 'counter-mouse')
  assert.deepEqual(await seriousFaults(page), [])
})

story('the keyboard alone: choose, note the arrival, call, end', async () => {
  const name = fresh('磨刀'), held = await allDay(name, 4), who = fresh('钱师傅')
  await book(held, who)
  const page = await desk(clerk, '/counter')
  await column(page, name).waitFor()
  for (let i = 0; i < 40 && !(await page.locator('.col-active', { hasText: name }).count()); i++) await page.keyboard.press('l')
  await page.locator('.line-chosen', { hasText: who }).waitFor()
  await page.keyboard.press('a')
  await stands(held.id, who, 'arrived')
  await page.locator('.line-chosen', { hasText: '已到场' }).waitFor()
  await page.keyboard.press('n')
  await stands(held.id, who, 'called')
  await page.locator('.line-chosen', { hasText: '请进' }).waitFor()
  await page.keyboard.press('f')
  const form = drawer(page)
  await form.getByLabel('做了什么').focus()
  await page.keyboard.type('磨了两把菜刀')
  for (let i = 0; i < 20 && (await page.evaluate(() => document.activeElement.textContent.trim())) !== '完成'; i++) await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  assert.equal((await stands(held.id, who, 'done')).result, '磨了两把菜刀')
  await until(() => page.locator('.el-overlay:visible').count(), (n) => n === 0)
  await page.keyboard.press('?')
  await page.getByRole('dialog', { name: '快捷键' }).waitFor()
  assert.deepEqual(await seriousFaults(page), [])
})

story('a scanner checks in wherever the focus is, and says what is wrong', async () => {
  const name = fresh('测血糖'), held = await allDay(name, 8), tomorrow = await until(async () => session(name, later(await today(), 1)))
  const [one, two, three, four, off] = ['孙大妈', '周大爷', '吴阿姨', '郑师傅', '冯大妈'].map(fresh)
  const codes = {}
  for (const who of [one, two, three, four, off]) codes[who] = await book(held, who)
  const ahead = await ask(clerk, 'POST', '/bookings', { session_id: tomorrow.id, person_id: (await guest(held.id, one)).person_id, answers: {} })
  const asked = []
  const page = await desk(clerk, '/counter')
  page.on('request', (r) => asked.push(r.url()))
  await column(page, name).waitFor()
  // The focus is nowhere.
  await scan(page, codes[one].code)
  await mark(page).getByText('已签到').waitFor()
  await mark(page).getByText(`${one}，${name}`).waitFor()
  await stands(held.id, one, 'arrived')
  await page.locator('.line-chosen', { hasText: one }).waitFor()
  await shot(page, 'counter-scan')
  // Used already.
  await scan(page, codes[one].code)
  await mark(page).getByText('已经签到过').waitFor()
  // In the field, while a Chinese input method composes: it gets the letters, the scanner is heard by its keys.
  await page.keyboard.press('i')
  await until(() => page.evaluate(() => document.activeElement.id), (id) => id === 'scan-code')
  await scan(page, codes[two].code, true)
  await mark(page).getByText(`${two}，`).waitFor()
  await stands(held.id, two, 'arrived')
  // Enter that only ends the composing sends nothing.
  await page.locator('#scan-code').evaluate((field) => {
    field.value = 'LLB'
    field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', code: 'Enter', isComposing: true, bubbles: true, cancelable: true }))
  })
  await mark(page).getByText(`${two}，`).waitFor()
  // Typed by hand, slowly, in any case; not before the field has dropped what the scanner typed.
  await page.waitForTimeout(200)
  await page.locator('#scan-code').fill('')
  await page.locator('#scan-code').pressSequentially(codes[three].code.toLowerCase(), { delay: 90 })
  await page.waitForTimeout(100)
  await page.keyboard.press('Enter')
  await mark(page).getByText(`${three}，`).waitFor()
  assert.equal(await page.locator('#scan-code').inputValue(), '')
  // On a button: its Enter presses nothing but the check-in.
  await page.getByRole('button', { name: `没来，${four}` }).focus()
  await scan(page, codes[four].code)
  await stands(held.id, four, 'arrived')
  await mark(page).getByText(`${four}，`).waitFor()
  // Wrong ones.
  await scan(page, ahead.code)
  await mark(page).getByText('不是今天的').waitFor()
  await shot(page, 'counter-scan-wrong')
  assert.deepEqual(await seriousFaults(page), [])
  await scan(page, 'LLB99999999')
  await mark(page).getByText('没有这个预约').waitFor()
  await scan(page, 'HELLOMN')
  await mark(page).getByText('不是预约码').waitFor()
  await ask(clerk, 'POST', `/bookings/${codes[off].id}/cancel`, { reason: '本人来电' })
  await scan(page, codes[off].code)
  await mark(page).getByText('不能签到').waitFor()
  // Several at once are all done, and no key of the page was pressed by them.
  assert.equal((await guest(held.id, four)).state, 'arrived')
  assert.deepEqual(asked.filter((u) => /LLB/i.test(u)), [])
  assert.doesNotMatch(page.url(), /LLB/i)
})

story('a code of another community is refused, and who has no counter is told so', async () => {
  const name = fresh('称体重'), held = await allDay(name, 2), who = fresh('韩大爷'), b = await book(held, who)
  const elsewhere = await desk('CH-02', '/counter')
  await elsewhere.locator('.col, .state-empty').first().waitFor()
  await scan(elsewhere, b.code)
  await mark(elsewhere).getByText('没有这个预约').waitFor()
  await mark(elsewhere).getByText('可能是别的社区的').waitFor()
  assert.equal((await guest(held.id, who)).state, 'confirmed')
  for (const other of ['JM-10', 'YG-21']) await (await desk(other, '/counter')).waitForURL((u) => !u.pathname.endsWith('/counter'))
})

story('a scan into an open form does not send it', async () => {
  const name = fresh('听力'), held = await allDay(name, 4), who = fresh('陈大爷'), b = await book(held, who)
  const page = await desk(clerk, '/counter')
  await page.getByRole('button', { name: `加号，${name}` }).click()
  await drawer(page).getByLabel('加几个').focus()
  await scan(page, b.code)
  await text(page, '请先关掉打开的表单，再扫码').waitFor()
  assert.equal((await guest(held.id, who)).state, 'confirmed')
})

story('a walk-in who is new is entered, gets a number and a slip', async () => {
  const name = fresh('配钥匙'), held = await allDay(name, 5, { walk_ins: 1 }), who = fresh('卫小弟')
  const page = await desk(clerk, '/counter')
  await page.getByRole('button', { name: `现场号，${name}` }).click()
  await drawer(page).getByLabel('谁').fill(who)
  await page.keyboard.press('Enter')
  await text(page, '没有找到这位居民').waitFor()
  await drawer(page).getByRole('button', { name: '登记新居民' }).click()
  await page.getByRole('dialog', { name: '登记居民' }).getByLabel('姓名').and(page.locator('input')).waitFor()
  await shot(page, 'counter-new')
  await page.getByRole('dialog', { name: '登记居民' }).getByRole('button', { name: '登记', exact: true }).click()
  await text(page, `已选：${who}`).waitFor()
  await drawer(page).getByRole('button', { name: '发号', exact: true }).click()
  await mark(page).getByText('已发号').waitFor()
  assert.equal((await stands(held.id, who, 'arrived')).number, 1)
  const paper = page.waitForResponse((r) => r.url().endsWith('/slip.pdf')), opened = page.waitForEvent('popup')
  await mark(page).getByRole('button', { name: '打印小票' }).click()
  assert.match((await paper).headers()['content-type'], /application\/pdf/)
  await (await opened).close()
  assert.ok(addsUp(await until(() => sums(page, name), (s) => s.已到 === 1)))
})

story('two clerks at once', async () => {
  const name = fresh('理发'), held = await allDay(name, 4), who = fresh('褚大妈')
  await book(held, who)
  const [mine, hers] = [await desk(clerk, '/counter'), await desk(secretary, '/counter')]
  await line(mine, who).waitFor()
  await line(hers, who).waitFor()
  // The other clerk finishes what this page still shows as booked: the press is refused in words, and the page shows how it is.
  const old = await board(held.id), here = `**/staff/sessions/${held.id}`
  await mine.route(here, (r) => r.fulfill({ json: old }))
  await hers.getByRole('button', { name: `到了，${who}` }).click()
  await hers.getByRole('button', { name: `办完，${who}` }).click()
  await drawer(hers).getByRole('button', { name: '完成', exact: true }).click()
  await stands(held.id, who, 'done')
  await mine.unroute(here)
  await mine.getByRole('button', { name: `没来，${who}` }).click()
  await text(mine, '这个预约现在不能这样做，请看最新情况').waitFor()
  await line(mine, who).waitFor({ state: 'detached' })
  assert.equal((await guest(held.id, who)).state, 'done')
  // Without a press, it is seen within some seconds.
  const other = fresh('蒋阿姨')
  await book(held, other)
  await line(mine, other).waitFor({ timeout: 20_000 })
})

story('the week of a community is one sheet', async () => {
  const name = fresh('艾灸'), held = await allDay(name, 3)
  await book(held, fresh('沈大妈'))
  const page = await desk(clerk, '/week')
  const row = page.locator('.week-sheet tbody tr', { hasText: name })
  await row.getByText('约 1/3').first().waitFor()
  await shot(page, 'week')
  assert.deepEqual(await seriousFaults(page), [])
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.locator('.shell-menu').isVisible(), false)
  await page.locator('.week-paper').waitFor()
  await shot(page, 'week-printed')
  await page.emulateMedia({ media: 'screen' })
  await page.getByRole('button', { name: '下一周' }).click()
  await page.waitForURL(/day=\d{4}-\d\d-\d\d/)
  await page.reload()
  await row.getByText('约 0/3').first().waitFor()
  await page.getByRole('button', { name: '本周' }).click()
  await row.getByRole('link').first().click()
  await page.waitForURL(/\/counter/)
})

for (const [width, height] of [[1280, 800], [1920, 1080]]) {
  story(`the pages of the counter fit ${width} pixels`, async () => {
    for (const at of ['/counter', '/week']) {
      const page = await desk(clerk, at, { width, height })
      await page.locator('.col, .week-sheet tbody tr').first().waitFor()
      assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false)
      await shot(page, `wide-${width}${at.replace('/', '-')}`)
    }
  })
}
