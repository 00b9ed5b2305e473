// Joint work: a whistle for departments with an appraisal afterwards, a follow-up call, and a neighbour who joins a report.
import assert from 'node:assert/strict'
import { ask, button, field, house, settle, story, take, text, until } from './county.mjs'
import { choose, clerk, secretary, send, sheet } from './desk.mjs'

async function report(words, more = {}) {
  const { id } = await ask('wang', 'POST', '/reports', { text: `${words} ${Date.now() % 100000}`, area_id: (await house('阳光花园5号楼')).id, ...more })
  return id
}

story('departments are called to the place, come, and are appraised', async () => {
  const id = await report('路边摊占道又冒烟')
  await ask(clerk, 'POST', `/staff/reports/${id}/accept`, {})
  await ask(clerk, 'POST', `/staff/reports/${id}/take`, {})
  const caller = await take('staff', secretary, `report/detail/index?id=${id}`)
  await choose(caller, '吹哨')
  await field(caller, '为什么叫他们来').fill('摊子占道，油烟大，请一起来看看')
  await sheet(caller).getByRole('radiogroup', { name: '谁牵头' }).getByRole('radio', { name: '安平县环卫公司' }).click()
  await field(caller, '在哪里集合').fill('5号楼南门')
  await send(caller, '吹哨')
  await text(caller, '5号楼南门').waitFor()
  const whistle = (await ask(secretary, 'GET', `/staff/whistles?list=all&report_id=${id}`)).items[0]
  assert.deepEqual(whistle.musters.map((m) => [m.org_name, m.lead, m.state]), [['安平县环卫公司', true, 'called']])

  const lead = await take('staff', 'HW-01', 'report/whistles/index?list=mine')
  await text(lead, '5号楼南门').click()
  await button(lead, '我们来').click()
  await send(lead, '答复')
  await button(lead, '报到').click()
  await send(lead, '我们到了')
  await button(lead, '反馈结果').click()
  await field(lead, '做了什么').fill('摊主搬进了市场')
  await send(lead, '反馈')
  await until(() => ask(secretary, 'GET', `/staff/whistles/${whistle.id}`), (w) => w.musters[0].state === 'done')

  await caller.to(`report/whistle/index?id=${whistle.id}`)
  await text(caller, '摊主搬进了市场').waitFor()
  await button(caller, '办结').click()
  await send(caller, '办结')
  await until(() => ask(secretary, 'GET', `/staff/whistles/${whistle.id}`), (w) => w.state === 'closed')

  await ask(clerk, 'POST', `/staff/reports/${id}/resolve`, { outcome: 'solved', words: '摊主搬进了市场' })
  const judge = await take('staff', clerk, `report/detail/index?id=${id}`)
  await choose(judge, '评部门')
  for (const what of ['工作效率', '处置结果', '服务态度']) await sheet(judge).getByRole('radiogroup', { name: what }).getByRole('radio', { name: '5 分' }).click()
  await send(judge, '评价')
  await until(() => ask(clerk, 'POST', `/staff/reports/${id}/appraise`, { org_id: whistle.musters[0].org_id, efficiency: 1, result: 1, attitude: 1 }).then(() => '', (e) => String(e)), (said) => said.includes('appraisal.twice'))
})

story('a dissatisfied author is called again', async () => {
  const id = await report('楼道灯一闪一闪')
  await ask(clerk, 'POST', `/staff/reports/${id}/accept`, {})
  await ask(clerk, 'POST', `/staff/reports/${id}/take`, {})
  await ask(clerk, 'POST', `/staff/reports/${id}/resolve`, { outcome: 'solved', words: '换了灯泡' })
  await ask('wang', 'POST', `/reports/${id}/review`, { satisfied: false, efficiency: 2, result: 1, attitude: 3 })
  const office = await take('staff', clerk, `report/detail/index?id=${id}`)
  await choose(office, '回访')
  await button(office, '填入：没解决').click()
  await sheet(office).getByRole('checkbox', { name: '没有解决，重新办理' }).click()
  await send(office, '记下')
  await until(() => ask(clerk, 'GET', `/reports/${id}`), (r) => r.state === 'in_hand' && r.work.follow_up !== 'due')
})

story('a neighbour sees a shared report and joins it', async () => {
  const id = await report('电梯按钮坏了', { share: true })
  await settle('li', '阳光花园5号楼')
  const { title } = await ask('wang', 'GET', `/reports/${id}`)
  const neighbour = await take('h5', 'li', 'report/neighbours/index')
  const card = neighbour.locator('.report', { hasText: title })
  await card.getByRole('button', { name: /我也遇到/ }).click()
  await card.getByText(/已记下您也遇到了/).waitFor()
  assert.equal((await ask('wang', 'GET', `/reports/${id}`)).joins, 1)
  await neighbour.to('pages/progress/index')
  await neighbour.getByRole('tab', { name: /我也遇到|跟着/ }).first().click()
  await text(neighbour, title).waitFor()
})
