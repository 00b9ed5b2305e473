// 场所: staff write one down on the telephone and at the desk, a service takes place there, and who booked checks in with the code
// on its door.
import assert from 'node:assert/strict'
import { after } from 'node:test'
import { seriousFaults } from './axe.mjs'
import { ask, button, choosePhoto, desk, settle, story, take, text, until } from './county.mjs'
import { clerk, community, fresh, inSheet, moment, press, secretary, sheet } from './desk.mjs'
import { allDay, service } from './services.mjs'

const at = await community()
const listed = async (name) => (await ask(clerk, 'GET', `/staff/communities/${at}/places`)).items.find((p) => p.name === name)
const made = []
after(() => Promise.all(made.map((id) => ask(clerk, 'DELETE', `/staff/places/${id}`).catch(() => {}))))
const place = async (words, more = {}) => {
  const { name, id } = await ask(clerk, 'POST', '/staff/places', { community_id: at, name: fresh(words), use: 'service', working: '08:30-18:00', ...more })
  made.push(id)
  return listed(name)
}

story('a clerk writes a place down with a photo, and residents see it', async () => {
  const name = fresh('议事厅')
  const staff = await take('staff', clerk, 'office/places/index')
  await text(staff, '一楼便民厅').waitFor()
  await text(staff, /登记面积 \d+ 平方米/).waitFor()
  await button(staff, '新增场所').click()
  await inSheet(staff, '名称').fill(name)
  await inSheet(staff, '楼层').fill('二楼')
  await choosePhoto(staff, () => sheet(staff).getByRole('button', { name: '拍照' }).click(), 'lamp')
  await press(staff, '保存')
  await text(staff, name).waitFor()
  const seen = await until(() => listed(name), (p) => p?.photo[0]?.thumb)
  assert.equal(seen.floor, '二楼')
  await settle('JM-03', '阳光花园5号楼')
  await until(async () => (await ask('JM-03', 'GET', `/places/${seen.id}`)).items[0].photo.length, (n) => n === 1)
  const phone = await take('h5', 'JM-03', 'pages/mine/index')
  await button(phone, /^身边的场所/).click()
  const card = phone.locator('.card').filter({ hasText: name })
  await card.getByText('二楼').waitFor()
  await card.getByRole('button', { name: '查看照片' }).waitFor()
  await card.getByText('近七天没有安排').waitFor()
  await button(staff, `撤销，${name}`).click()
  await staff.locator('.uni-modal__btn_primary').click()
  await until(() => listed(name), (p) => !p)
})

story('the form of a service offers the places, and what is on stands on the page of the place', async () => {
  const hall = await place('手工室'), name = fresh('剪纸')
  const page = await desk(secretary, '/services')
  await page.getByRole('button', { name: '新增服务' }).click()
  const drawer = page.locator('.el-drawer:visible')
  await drawer.getByLabel('名称').fill(name)
  await drawer.getByText('在哪个场所').waitFor()
  assert.equal(await drawer.getByLabel('地点').count(), 0)
  const options = drawer.getByRole('combobox', { name: '在哪个场所' })
  if (await options.count()) {
    await options.press('Enter')
    await page.getByRole('option', { name: hall.name }).click()
  } else await drawer.getByText(hall.name, { exact: true }).click()
  await drawer.getByRole('button', { name: '保存' }).click()
  const done = await until(() => service(name))
  assert.deepEqual([done.place_id, done.place], [hall.id, hall.name])

  // Words are for what is in no place.
  await page.getByRole('button', { name: new RegExp(`^${name}`) }).click()
  await page.getByRole('button', { name: '修改服务' }).click()
  await drawer.getByText('上门服务，要写地址').click()
  await drawer.getByLabel('地点').fill('到您家里')
  await drawer.getByRole('button', { name: '保存' }).click()
  await until(() => service(name), (s) => s.place === '到您家里' && s.place_id === '')
  await ask(clerk, 'DELETE', `/staff/services/${done.id}`)
})

story('who booked checks in with the code on the door', async () => {
  const hall = await place('理发角'), garden = await place('小花园'), name = fresh('剪发')
  const soon = new Date(Date.parse(`${await moment()}Z`) + 40 * 60_000).toISOString().slice(11, 16)
  const { id: session } = await allDay(name, 10, { begin: soon }, { place_id: hall.id })
  await settle('JM-05', '阳光花园5号楼')
  await ask('JM-05', 'POST', '/bookings', { session_id: session })
  const page = (p) => `life/places/index?scene=${encodeURIComponent(p.door)}`

  const phone = await take('h5', 'JM-05', page(garden))
  await text(phone, `您约的${name}在${hall.name}，不在这里`).waitFor()
  assert.equal(await button(phone, `我到了，${name}`).count(), 0)
  await phone.to(page(hall))
  await text(phone, '工作日 08:30-18:00').waitFor()
  await button(phone, `我到了，${name}`).click()
  await text(phone, /已到场/).waitFor()
  await until(() => button(phone, `我到了，${name}`).count(), (n) => n === 0)
  assert.equal((await ask('JM-05', 'GET', '/bookings')).items.find((b) => b.service_name === name).state, 'arrived')
  assert.deepEqual(await seriousFaults(phone), [])

  await settle('JM-04', '阳光花园5号楼')
  const other = await take('h5', 'JM-04', page(hall))
  await text(other, name).waitFor() // it is on here this week
  await other.to(`life/places/index?id=${hall.id}`)
  await text(other, hall.name).waitFor()
  assert.equal(await other.getByText('我约的').count(), 0)
})

story('the desk lists places, and prints the code for a door', async () => {
  const hall = await place('图书角', { metres: 30 })
  const page = await desk(secretary, '/places')
  const row = page.getByRole('row', { name: new RegExp(hall.name) })
  await row.waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  await row.getByRole('button', { name: `修改：${hall.name}` }).click()
  const drawer = page.locator('.el-drawer:visible')
  await drawer.getByLabel('楼层').fill('三楼')
  await drawer.getByRole('button', { name: '保存' }).click()
  await page.getByRole('row', { name: new RegExp(`${hall.name}.*三楼`) }).waitFor()
  const [file] = await Promise.all([page.waitForEvent('download'), row.getByRole('button', { name: `门口的码：${hall.name}` }).click()])
  assert.match(file.suggestedFilename(), new RegExp(`^${hall.name}`))
  await row.getByRole('button', { name: `撤销：${hall.name}` }).click()
  await page.getByRole('dialog').getByRole('button', { name: '撤销' }).click()
  await until(() => listed(hall.name), (p) => !p)
})
