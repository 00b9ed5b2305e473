// 楼栋, 新搬来 and 住户: a newcomer told of by a steward is confirmed by the officer, and stands in the rooms of the building.
import assert from 'node:assert/strict'
import { seriousFaults } from './axe.mjs'
import { ask, desk, story } from './county.mjs'

const officer = 'YG-21', lead = 'JM-01'

story('an officer confirms a newcomer and reads the building', async () => {
  const { items: [building] } = await ask(officer, 'GET', `/areas/find?words=${encodeURIComponent('阳光花园3号楼')}`)
  const { items: units } = await ask(officer, 'GET', `/areas?parent_id=${building.id}`)
  const unit = units.find((u) => u.name === '2单元')
  await ask(lead, 'POST', '/staff/households', { area_id: unit.id, room: '401', size: 3, tenure: 'rented' })

  const page = await desk(officer, '/newcomers')
  const row = page.getByRole('row', { name: /阳光花园3号楼 2单元 401.*3人/ })
  await row.waitFor()
  assert.deepEqual(await seriousFaults(page), [])
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/newcomers.png` })
  await row.getByRole('button', { name: /^确认/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: '确认', exact: true }).click()
  await row.waitFor({ state: 'detached' })

  const rooms = await desk(officer, `/buildings?building=${building.id}`)
  const room = rooms.getByRole('table', { name: '2单元的房间' }).getByRole('button', { name: /^401.*在住.*3人/ })
  await room.waitFor()
  assert.deepEqual(await seriousFaults(rooms), [])
  if (process.env.SHOTS) await rooms.screenshot({ path: `${process.env.SHOTS}/buildings.png` })
  await room.click()
  await rooms.getByRole('heading', { name: /阳光花园3号楼 2单元 401/ }).waitFor()
  await rooms.getByText('还没有登记姓名').waitFor()
  assert.deepEqual(await seriousFaults(rooms), [])
})
