// 党组织: a new member gets a duty and a building at the desk, and leaves again; a committee member is seated and leaves.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, desk, story } from './county.mjs'

story('a secretary enters a member with a duty and a building', async () => {
  const who = 'CH-01'
  const page = await desk(who, '/party?list=buildings')
  await page.getByRole('heading', { name: '没有党组织的网格' }).waitFor()
  const bare = page.getByRole('table', { name: '没有党员负责的楼' }).locator('tbody tr')
  await bare.first().waitFor()
  const before = await bare.count()
  const house = (await bare.first().locator('th').innerText()).trim()
  assert.deepEqual(await seriousFaults(page), [])

  await page.getByRole('button', { name: '登记党员' }).click()
  const drawer = page.getByRole('dialog', { name: '登记党员' })
  await drawer.getByLabel('姓名').fill('严新民')
  await drawer.getByRole('combobox', { name: '党组织' }).press('Enter')
  await page.getByRole('option', { name: /翠湖第一网格党支部/ }).click()
  await drawer.getByText('政策宣传', { exact: true }).click()
  const at = drawer.getByRole('combobox', { name: /责任田/ })
  await at.fill(house.split(' ').pop())
  await page.getByRole('option', { name: house, exact: true }).click()
  await drawer.getByRole('button', { name: '预览' }).click()
  await page.getByRole('dialog', { name: '登记党员' }).getByText('严新民', { exact: false }).first().waitFor()
  await page.getByRole('button', { name: '确认登记' }).click()
  await page.getByText('已经登记，并通知了本人').waitFor()
  await page.waitForFunction((n) => document.querySelectorAll('table[aria-label="没有党员负责的楼"] tbody tr').length === n, before - 1)

  await page.getByRole('tab', { name: '党员', exact: true }).click()
  const row = page.getByRole('row', { name: /严新民.*翠湖第一网格党支部.*政策宣传/ })
  await row.waitFor()
  assert.match(await row.innerText(), new RegExp(house.split(' ').pop()))
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/party.png` })
  await row.getByRole('button', { name: '严新民：转出' }).click()
  await page.getByRole('button', { name: '确认转出' }).click()
  await page.getByText('已经转出').waitFor()
  await row.waitFor({ state: 'detached' })
  assert.equal((await ask(who, 'GET', '/staff/party/buildings')).items.length, before)

  // The street sees the tree and nobody's names.
  const street = await desk('CG-01', '/party')
  await street.getByText('翠湖社区党总支').first().waitFor().catch(() => {})
  await street.getByText('这里没有您能看的党员').waitFor()
})

story('the seats of a committee', async () => {
  const page = await desk('YG-01', '/seats')
  await page.getByRole('row', { name: /侯丽君.*阳光社区大党委.*物业.*安居物业.*兼职/ }).waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await page.getByRole('button', { name: '增加委员' }).click()
  await page.getByRole('dialog', { name: '增加委员' }).getByText('下沉单位', { exact: true }).waitFor()
})
