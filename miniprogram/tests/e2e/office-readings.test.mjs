// 谁看过: what staff read of residents is shown to the secretary, narrowed by kind and person.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, desk, settle, story, take, text, until } from './county.mjs'
import { clerk, secretary } from './desk.mjs'

story('a secretary sees who read which resident', async () => {
  const resident = await settle('HGJ-08', '阳光花园5号楼')
  await ask(clerk, 'GET', `/staff/residents/${resident.id}`)
  await ask(clerk, 'POST', '/staff/residents/find', { community_id: resident.community_id, q: resident.name })
  const { name } = await ask(clerk, 'GET', '/me')

  const page = await desk(secretary, '/readings')
  const rows = page.getByRole('table').locator('tbody tr')
  const row = page.getByRole('row', { name: new RegExp(`${name}.*看居民资料.*${resident.name}`) })
  await row.waitFor()
  const whole = (query) => until(async () => [await rows.count(), (await ask(secretary, 'GET', `/staff/readings?community_id=${resident.community_id}${query}`)).items.length], ([shown, known]) => shown === known)
  await whole('')
  assert.deepEqual(await seriousFaults(page), [])
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/readings.png` })

  await page.getByRole('combobox', { name: '看了什么' }).press('Enter')
  await page.getByRole('option', { name: '看居民资料', exact: true }).click()
  await whole('&kind=person.read')
  await page.getByRole('button', { name: `只看${name}` }).first().click()
  await page.getByText(`只看 ${name}`).waitFor()
  await page.reload()
  await row.waitFor()
  assert.equal(await page.getByRole('row', { name: /查找居民/ }).count(), 0)

  const clerks = await desk(clerk, '/readings')
  await clerks.getByRole('heading', { name: '这里没有您要办的事' }).waitFor()
})

story('a clerk opens the list of those living alone, and the secretary sees that', async () => {
  const resident = await settle('HGJ-08', '阳光花园5号楼')
  const { tags, name } = await ask(clerk, 'GET', `/staff/residents/${resident.id}`)
  await ask(clerk, 'PATCH', `/staff/residents/${resident.id}`, { tags: [...tags.map((t) => t.tag), 'alone'] })
  const page = await desk(clerk, '/tagged?list=alone')
  await page.getByRole('table').getByText(name).first().waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  const phone = await take('staff', clerk, 'people/residents/index')
  await phone.getByRole('radio', { name: '独居' }).click()
  await text(phone, name).waitFor()
  const reads = await desk(secretary, '/readings')
  await reads.getByRole('row', { name: /看标签名单.*独居 \d+ 人/ }).first().waitFor()
})
