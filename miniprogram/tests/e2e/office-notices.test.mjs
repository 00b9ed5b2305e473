// The county's centre words a notice on a PC: what people get of it, what may not be left out, two who word the same.
import assert from 'node:assert/strict'
import { after } from 'node:test'
import { ask, desk, story, until } from './county.mjs'
import { clerk } from './desk.mjs'
import { seriousFaults } from './axe.mjs'

const centre = 'ZX-01', kind = 'report.resolved', path = `/staff/notice-words/${kind}`
const wording = async () => (await ask(centre, 'GET', '/staff/notice-words')).items.flatMap((g) => g.kinds).find((k) => k.kind === kind)
const plain = () => ask(centre, 'PUT', path, { text: '' })
after(plain)

const drawer = (page) => page.locator('.el-drawer:visible')
const seen = (page, channel) => drawer(page).locator(`[data-channel=${channel}]`)
const save = (page) => drawer(page).getByRole('button', { name: '保存', exact: true })
const open = async (page) => {
  await page.getByRole('button', { name: '修改：已办结（给居民）', exact: true }).press('Enter')
  await seen(page, 'inbox').waitFor()
  return drawer(page).getByLabel('怎么说')
}

story('the centre words a notice by keys and sees what people get of it', async () => {
  await plain()
  const page = await desk(centre, '/notices')
  const text = await open(page)
  await seen(page, 'chat').getByText('满意回复 1，没解决回复 2。').waitFor()
  await seen(page, 'oa').getByText('截掉了').waitFor()
  await seen(page, 'sms').getByText(/\d+ 字，算 1 条/).waitFor()
  assert.ok(await save(page).isDisabled())

  await text.fill('街坊您好，“{事项}”办好了。满意请回复 1，没解决请回复 2。')
  await drawer(page).getByText('少了{编号}，收到的人要知道这个').waitFor()
  assert.ok(await save(page).isDisabled(), 'a fact is missing')
  for (const fact of ['编号', '具体内容']) {
    await text.press('End')
    await drawer(page).getByRole('button', { name: new RegExp(`^${fact}`) }).press('Enter')
    assert.match(await text.inputValue(), new RegExp(`\\{${fact}\\}`))
  }
  await until(() => save(page).isEnabled(), (yes) => yes)
  await seen(page, 'inbox').getByText('街坊您好，“公共设施：单元门口路灯不亮”办好了。').waitFor()
  await seen(page, 'chat').getByText('街坊您好').waitFor()
  await save(page).press('Enter')
  await page.getByRole('row', { name: /已办结.*街坊您好.*自己的/ }).waitFor()
  const now = await wording()
  assert.equal(now.text, '街坊您好，“{title}”办好了。满意请回复 1，没解决请回复 2。{number}{words}')

  await page.getByLabel('只看改过的').check()
  assert.equal(await page.getByRole('button', { name: /^修改：/ }).count(), 1)
  await open(page)
  await drawer(page).getByRole('button', { name: '改回原来的', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: '改回', exact: true }).click()
  await page.getByText('没有这样的通知。').waitFor()
  assert.equal((await wording()).text, '')
})

story('two word the same notice: the second one is told, and keeps what was typed', async () => {
  await plain()
  const page = await desk(centre, '/notices'), text = await open(page)
  await text.fill('“{事项}”（{编号}）修好了：{具体内容}满意回复 1，没解决回复 2。')
  await ask(centre, 'PUT', path, { text: '“{title}”（{number}）办完了：{words}满意回复 1，没解决回复 2。' }) // on another PC
  await until(() => save(page).isEnabled(), (yes) => yes)
  await save(page).click()
  await drawer(page).getByText('刚才有人改成了：“{事项}”（{编号}）办完了').waitFor()
  assert.match(await text.inputValue(), /修好了/)
  await page.reload()
  await until(() => drawer(page).getByLabel('怎么说').inputValue(), (typed) => /修好了/.test(typed))
  await until(() => save(page).isEnabled(), (yes) => yes)
  await save(page).click()
  await page.getByRole('row', { name: /已办结.*修好了/ }).waitFor()
  assert.match((await wording()).text, /修好了/)
})

story('other staff read the words, and the page is whole on both screens', async () => {
  const reader = await desk(clerk, '/notices')
  await reader.getByRole('button', { name: '看看：已受理（给居民）', exact: true }).click()
  await seen(reader, 'inbox').waitFor()
  assert.equal(await drawer(reader).getByRole('textbox').count(), 0)
  assert.equal(await save(reader).count(), 0)
  for (const size of [{ width: 1440, height: 900 }, { width: 1920, height: 1080 }]) {
    const page = await desk(centre, '/notices', size)
    await page.getByRole('row').nth(5).waitFor()
    assert.deepEqual(await seriousFaults(page), [])
    assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing is wider than the screen')
    await open(page)
    assert.deepEqual(await seriousFaults(page), [])
  }
})
