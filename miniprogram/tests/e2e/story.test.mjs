// The life of a report with a photo in both clients: 王奶奶 reports, the steward sees it, the community replies and resolves,
// 王奶奶 reviews.
import assert from 'node:assert/strict'
import { ask, button, choosePhoto, field, story, take, text } from './county.mjs'
import { choose, choosePlace } from './desk.mjs'

story('a report from photo to review', async () => {
  const words = `5号楼门口的路灯不亮 ${Date.now() % 10000}`
  const resident = await take('h5', 'wang')
  await button(resident, /^随手拍/).click()
  await choosePhoto(resident, () => button(resident, '点这里拍照').click(), 'lamp')
  await resident.getByLabel('第1张照片', { exact: true }).waitFor()
  if ((await ask('wang', 'GET', '/me')).home_id) await button(resident, '换一个地点').click() // it offers the home
  await button(resident, '自己选小区和楼栋').click()
  await choosePlace(resident, '阳光花园5号楼')
  await field(resident, '怎么回事').fill(words)
  await button(resident, '提交给社区').click()
  await text(resident, '先请您看一眼').waitFor() // the privacy words are shown the first time
  await button(resident, '同意').click()
  await text(resident, '已经交给社区').waitFor()
  const number = await resident.getByText(/^\d{6}-\d{3}$/).first().textContent()
  await button(resident, '看办理经过').click()
  await text(resident, /等.*受理/).waitFor()
  const report = (await ask('wang', 'GET', '/reports')).items.find((r) => r.number === number)
  assert.equal(report.title.includes('路灯'), true)
  assert.equal((await ask('wang', 'GET', `/reports/${report.id}`)).events[0].files.length, 1)

  const steward = await take('h5', 'HGJ-04', 'pages/steward/index')
  const card = steward.locator('.report', { hasText: number })
  await card.getByRole('button', { name: /^知晓/ }).click()
  await card.getByText('已知晓').waitFor()
  await steward.to(`duty/report/index?id=${report.id}`)
  await button(steward, /^到场查看/).click()
  await field(steward, '看到了什么').fill('灯头进水了，先别碰灯杆。')
  await steward.getByRole('dialog').getByRole('button').last().click()
  await text(steward, '灯头进水了').waitFor()

  const staff = await take('staff', 'YG-02', `report/detail/index?id=${report.id}`)
  await button(staff, /^受理/).click()
  await staff.getByRole('dialog').getByRole('button', { name: /^受理/ }).click()
  await text(staff, '已受理').waitFor()
  await choose(staff, '自行处理')
  await text(staff, '办理中').waitFor()
  await choose(staff, '回复居民')
  await field(staff, '想说的话').fill('师傅已经出发，半小时内到。')
  await staff.getByRole('dialog').getByRole('button', { name: '发送' }).click()
  await staff.getByText('师傅已经出发').locator('visible=true').first().waitFor()
  await choose(staff, '办结')
  await choosePhoto(staff, () => button(staff, '拍照').click(), 'lamp-fixed')
  await field(staff, '怎样办的').fill('换了新灯头，亮了。')
  await staff.getByRole('dialog').getByRole('button', { name: '办结' }).click()
  await text(staff, '已办结').waitFor()

  await resident.to('')
  await resident.getByRole('button', { name: new RegExp(report.title.slice(0, 6)) }).locator('visible=true').first().click()
  await text(resident, '换了新灯头').waitFor()
  assert.ok(await resident.getByText('师傅已经出发').count(), 'the resident sees the reply')
  assert.equal(await resident.getByText('先别碰灯杆').count(), 0, 'the resident does not see the steward\'s note to staff')
  await button(resident, '满意').click()
  await field(resident, /想说的话/).fill('修得快')
  await button(resident, '提交评价').click()
  await text(resident, '我的评价：满意').waitFor()
  assert.equal((await ask('wang', 'GET', `/reports/${report.id}`)).reviewed, true)
})
