// A village: its roads stand as buildings without units, and a room is the number of a courtyard.
import assert from 'node:assert/strict'
import { ask, button, story, take, text } from './county.mjs'

const villager = 'JM-29', steward = 'HGJ-41', clerk = 'WS-02'
const road = (await ask(villager, 'GET', '/me/households')).items[0].dwelling.area_id

story('a villager reads of a road, not of a building with units', async () => {
  const phone = await take('h5', villager, 'life/board/index')
  await text(phone, /^46 户/).waitFor()
  await text(phone, '这里').waitFor()
  assert.equal(await phone.getByText('这栋楼').count(), 0)
  await phone.to('life/nomination/index')
  await phone.getByRole('radio', { name: '楼栋长' }).waitFor()
  await phone.getByRole('radio', { name: '单元长' }).waitFor({ state: 'detached' })
  await phone.to('life/household/index')
  await text(phone, '王上村 东街 3号').waitFor()
  await button(phone, '我又搬家了').click()
  await button(phone, '同意').click()
  await phone.getByText('例如：302；村里填院号，如 5号').or(phone.getByPlaceholder('例如：302；村里填院号，如 5号')).first().waitFor()
})

story('courtyard 101 stands with the other courtyards, on no floor', async () => {
  const lead = await take('h5', steward, 'duty/rooms/index')
  await text(lead, '院落').waitFor()
  await ask(steward, 'POST', '/staff/households', { area_id: road, room: '101号院', size: 2, since: '2020-03-01' })
  await lead.reload()
  await text(lead, '101号').waitFor()
  assert.deepEqual([await text(lead, '院落').count(), await text(lead, '1层').count()], [1, 0])
  const staff = await take('staff', clerk, `office/rooms/index?building=${road}`)
  await text(staff, '101号').waitFor()
  assert.equal(await text(staff, '1层').count(), 0)
})
