// The monthly summary (月报) where it is switched on, what pay is based on, the street's special funds, and one's own year.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { seriousFaults } from './axe.mjs'
import { ask, button, desk, direct, field, story, take, text, until } from './county.mjs'
import { fresh } from './desk.mjs'

const officer = 'CH-21', lead = 'CH-11', street = 'CG-01', centre = 'ZX-01'

/** The tab of the month that the officer disputed: this month, or the one before. */
async function disputed() {
  const day = (await ask(officer, 'GET', '/today')).day
  const [year, month] = day.split('-').map(Number)
  const before = month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`
  for (const [name, value] of [['本月', day.slice(0, 7)], ['上月', before]]) {
    const found = await ask(officer, 'GET', `/staff/month?month=${value}`)
    if (found.disputes.length) return { name, value, found }
  }
  return assert.fail('nothing is disputed')
}

story('an officer reads their month, and the grid lead answers what they dispute', async () => {
  const { name, value, found } = await disputed()
  assert.match(found.disputes[0].words, /还帮两户取了药/)
  const phone = await take('staff', officer, 'work/months/index') // as a notice opens it
  await text(phone, name).click()
  await text(phone, found.said).waitFor()
  await text(phone, '有异议').waitFor()
  await text(phone, '还帮两户取了药').waitFor()
  assert.equal(await phone.getByText('答复：', { exact: false }).count(), 0, 'nobody answers themselves')

  const theirs = await take('staff', lead, 'work/months/index')
  await text(theirs, '大家的').click()
  await text(theirs, name).click()
  await text(theirs, '谢小芳').click()
  await text(theirs, '还帮两户取了药').waitFor()
  await button(theirs, '答复：便民代办').click()
  await theirs.getByRole('textbox', { name: '答复' }).locator('visible=true').fill('核对过了，补记两户。')
  await theirs.getByRole('button', { name: '答复', exact: true }).last().click()
  await text(theirs, '核对过了，补记两户。').waitFor()
  await until(async () => (await ask(officer, 'GET', `/staff/month?month=${value}`)).open, (n) => n === 0)
  await phone.to('work/months/index')
  await text(phone, name).click()
  await text(phone, '丁红霞答复：核对过了，补记两户。').waitFor()

  // Another colleague finds neither the list nor the month.
  const clerk = await take('staff', 'CH-02', 'work/months/index')
  await text(clerk, '本月').waitFor()
  assert.equal(await clerk.getByText('谢小芳').count(), 0)
  // Where it is off, the page says so.
  const elsewhere = await take('staff', 'YG-21', 'work/months/index')
  await text(elsewhere, /没有开启|未开启/).waitFor()
})

story('a month that is over is confirmed in one\'s own words, and seen', async () => {
  const phone = await take('staff', officer, 'work/months/index')
  await text(phone, '上月').click()
  await button(phone, '确认月报').click()
  await field(phone, '用自己的话说说这个月（可不写）').fill('巡查和代办为主')
  await button(phone, '确认').click()
  await text(phone, '巡查和代办为主').waitFor()
  await button(phone, '重新确认').waitFor()
  const theirs = await take('staff', lead, 'work/months/index')
  await text(theirs, '大家的').click()
  await text(theirs, '上月').click()
  await text(theirs, '谢小芳').click()
  await button(theirs, '已阅').click()
  await text(theirs, '丁红霞已阅').waitFor()
})

story('a day without work has a reason', async () => {
  const phone = await take('staff', officer, 'work/months/index')
  await text(phone, '上月').click()
  await text(phone, '说明').waitFor()
  const first = phone.getByRole('button', { name: /^说明原因：/ }).locator('visible=true').last() // the last day is within 40 days
  const name = await first.getAttribute('aria-label')
  await first.click()
  await phone.getByRole('radio', { name: /开会/ }).locator('visible=true').first().click()
  await phone.getByRole('button', { name: '说明', exact: true }).last().click()
  await button(phone, name).waitFor({ state: 'detached' })
})

story('the street exports what pay is based on, with a reason', async () => {
  const page = await desk(street, '/ledgers'), why = fresh('核对薪酬')
  await page.getByRole('button', { name: '导出薪酬依据' }).click()
  const drawer = page.locator('.el-drawer:visible')
  assert.deepEqual(await seriousFaults(page), [])
  await drawer.getByRole('button', { name: '导出', exact: true }).click()
  await page.getByText('请填写“为什么导出”').waitFor()
  await drawer.getByLabel('为什么导出').fill(why)
  const [file] = await Promise.all([page.waitForEvent('download'), drawer.getByRole('button', { name: '导出', exact: true }).click()])
  assert.match(file.suggestedFilename(), /^薪酬依据-.*\.xlsx$/)
  assert.ok(readFileSync(await file.path()).length > 1000)
  await page.getByRole('row').filter({ hasText: why }).filter({ hasText: '薪酬依据' }).waitFor()
  // Nobody but a street has the button.
  const secretary = await desk('CH-01', '/ledgers')
  await secretary.getByRole('button', { name: '导出工作台账' }).waitFor()
  assert.equal(await secretary.getByRole('button', { name: '导出薪酬依据' }).count(), 0)
})

story('the street registers a fund and its uses, and nothing beyond the balance', async () => {
  const title = fresh('慰问经费')
  const phone = await take('staff', street, 'office/funds/index')
  await text(phone, '网格员薪酬专项资金').waitFor()
  await text(phone, '下达 360000.00 元').waitFor()
  await text(phone, '-450.00 元').waitFor()
  await button(phone, '登记专项资金').click()
  await field(phone, '资金名称').fill(title)
  await field(phone, '依据（文件或文号）').fill('安财〔2026〕20号')
  await field(phone, '下达多少元').fill('1000.505')
  await phone.getByRole('button', { name: '登记', exact: true }).last().click()
  await text(phone, '请填写金额，最多两位小数').waitFor()
  await field(phone, '下达多少元').fill('1000.50')
  await phone.getByRole('button', { name: '登记', exact: true }).last().click()
  await text(phone, title).waitFor()

  const use = async (words, amount) => {
    await button(phone, `登记使用：${title}`).click()
    await field(phone, '用在哪里').fill(words)
    await field(phone, '多少元（冲回以前登记的，填负数）').fill(amount)
    await phone.getByRole('button', { name: '登记', exact: true }).last().click()
  }
  await use('看望困难党员', '600.25')
  await text(phone, '已用 600.25 元，余额 400.25 元').waitFor()
  await use('看望困难党员', '400.26')
  await text(phone, '超出余额').waitFor()
  await phone.getByRole('button', { name: '关闭' }).last().click().catch(() => {})
  const found = (await ask(street, 'GET', '/staff/funds')).items.find((f) => f.title === title)
  assert.deepEqual([found.allotted_fen, found.used_fen, found.balance_fen], [100_050, 60_025, 40_025])

  // The centre reads it, and registers nothing.
  const above = await take('staff', centre, 'office/funds/index')
  await text(above, title).waitFor()
  assert.equal(await above.getByRole('button', { name: /登记/ }).count(), 0)
})

story('a year is one\'s own: of an officer, and of a steward', async () => {
  await direct('morning')
  const said = (await ask('YG-21', 'GET', '/work/year')).said.split('\n')
  const phone = await take('staff', 'YG-21', 'work/year/index')
  await text(phone, said[0]).waitFor()
  await phone.getByRole('radio').locator('visible=true').nth(1).click()
  await text(phone, '没有记录。').waitFor()
  const lead = await take('h5', 'HGJ-04', 'duty/year/index')
  await text(lead, '只有您自己看得到').waitFor()
  await text(lead, (await ask('HGJ-04', 'GET', '/work/year')).said.split('\n')[0]).waitFor()
})
