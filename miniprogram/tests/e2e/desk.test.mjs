// The steps of staff on a report beyond story.test.mjs: assign and return, extend and suspend, supervise, merge, split,
// whistle, and the steps after handling.
import assert from 'node:assert/strict'
import { ask, button, field, house, story, take, text, until } from './county.mjs'
import { choose, choosePlace, clerk, fresh, secretary, send, sheet } from './desk.mjs'

/** A new report of 王奶奶, after these steps. */
async function report(words, ...deeds) {
  const at = await house('阳光花园5号楼')
  const { id } = await ask('wang', 'POST', '/reports', { text: `${words} ${Date.now() % 100000}`, area_id: at.id })
  for (const [who, deed, body] of deeds) await ask(who, 'POST', `/staff/reports/${id}/${deed}`, body ?? {})
  return id
}
const accepted = [clerk, 'accept'], taken = [clerk, 'take']
const now = (id, who = clerk) => ask(who, 'GET', `/reports/${id}`)

/** The grid officer of the place: the one whose list contains it. */
async function officerOf(id) {
  for (const key of ['YG-21', 'YG-22', 'YG-23']) if ((await now(id, key).catch(() => undefined))?.work) return key
  throw new Error('no grid officer lists the report')
}

/** Waits until the report has these values. */
const becomes = (id, fits) => until(() => now(id), fits)
const desk = (who, id) => take('staff', who, `report/detail/index?id=${id}`)

story('a report is assigned to the grid officer, returned, and located', async () => {
  const id = await report('楼后有一堆垃圾')
  const officer = await officerOf(id)
  const office = await desk(clerk, id)
  await choose(office, '受理')
  await sheet(office).getByRole('radio', { name: '环境卫生' }).click()
  await sheet(office).getByRole('radio', { name: '暴露垃圾' }).click()
  await field(office, '给居民说一句').fill('今天就来清')
  await send(office, '受理')
  await becomes(id, (r) => r.state === 'accepted' && r.work.topic === 'exposed_rubbish' && r.category === 'sanitation')
  await text(office, /暴露垃圾/).waitFor()

  await choose(office, '交办')
  await sheet(office).getByRole('radio', { name: '指派网格员' }).click()
  await field(office, '交代一句').fill('先去看看')
  await send(office, '交办')
  await becomes(id, (r) => r.state === 'assigned')

  const grid = await desk(officer, id)
  await choose(grid, '接手办理')
  await becomes(id, (r) => r.state === 'in_hand')
  await choose(grid, '退回')
  await button(grid, '填入：地点不对').click()
  await send(grid, '退回')
  await becomes(id, (r) => r.state === 'accepted' && r.holder === '阳光社区工作人员')

  await office.to(`report/detail/index?id=${id}`)
  await choose(office, '改地点')
  await button(office, /^在哪里/).click()
  await choosePlace(office, '阳光花园7号楼')
  await send(office, '改成这里')
  await becomes(id, (r) => r.area_name.endsWith('阳光花园7号楼'))
  await choose(office, '内部备注')
  await sheet(office).getByRole('textbox').fill('上周也有人说过')
  await send(office, '保存')
  await text(office, '上周也有人说过').waitFor()
  assert.ok(!(await now(id, 'wang')).events.some((e) => e.text.includes('上周也有人说过')), 'a note is for staff')
})

story('a caller\'s report is found by its number', async () => {
  const id = await report('门禁坏了')
  const { number } = await now(id)
  const office = await take('staff', clerk, 'pages/reports/index')
  await field(office, '按编号找').fill('261')
  await button(office, '找编号').click()
  await office.getByText('没有找到').waitFor()
  await field(office, '按编号找').fill('2')
  await button(office, '找编号').click()
  await office.getByText('编号看不懂').waitFor()
  await field(office, '按编号找').fill(number.slice(2)) // without its year
  await button(office, '找编号').click()
  await office.waitForURL(`**/report/detail/index?id=${id}`)
  await text(office, number).waitFor()

  // 12345 and 信访 may have the same number for different matters.
  const hotline = { source: 'hotline', external_no: `HL-${Date.now() % 100000}`, name: fresh('热线居民'), area_id: (await house()).id }
  const all = []
  for (const more of [{ text: '楼道堆了纸箱' }, { text: '楼道又堆了纸箱', source: 'partner', partner: 'petition' }]) all.push((await ask(clerk, 'POST', '/staff/reports', { ...hotline, ...more })).number)
  await office.to('pages/reports/index')
  await field(office, '按编号找').fill(hotline.external_no)
  await button(office, '找编号').click()
  await sheet(office).getByText(all[0]).waitFor()
  await sheet(office).getByText(new RegExp(all[1])).click()
  await office.waitForURL(/report\/detail/)
  await text(office, all[1]).waitFor()
})

story('a list can be narrowed to one category', async () => {
  const [lamp, waste] = [await report('路灯不亮'), await report('垃圾没人清')]
  const numbers = await Promise.all([lamp, waste].map(async (id) => (await now(id)).number))
  const office = await take('staff', clerk, 'pages/reports/index')
  await office.getByRole('tab', { name: /^待受理/ }).click()
  for (const number of numbers) await text(office, number).waitFor()
  await button(office, /类别：全部/).click()
  await office.getByRole('radio', { name: '环境卫生' }).click()
  await button(office, /类别：环境卫生/).click() // folded again
  await office.getByText(numbers[0]).waitFor({ state: 'detached' })
  await text(office, numbers[1]).waitFor()
  await button(office, /类别：环境卫生/).click()
  await office.getByRole('radio', { name: '环境卫生' }).click()
  for (const number of numbers) await text(office, number).waitFor()
})

story('a report is extended or suspended with the approval of the level above', async () => {
  const id = await report('围墙裂了缝', accepted, [clerk, 'assign', { way: 'grid_officer' }])
  const officer = await officerOf(id)
  await ask(officer, 'POST', `/staff/reports/${id}/take`)
  const due = (await now(id)).whole_due_at
  const grid = await desk(officer, id)
  await choose(grid, '申请延期')
  await button(grid, '填入：等配件').click()
  await sheet(grid).getByRole('radio', { name: /^3 天/ }).click()
  await send(grid, '申请')
  await becomes(id, (r) => r.work.postponement?.kind === 'extend')

  const above = await desk(secretary, id)
  await choose(above, '批准')
  await send(above, '批准')
  await becomes(id, (r) => !r.work.postponement && new Date(r.whole_due_at) > new Date(due))

  await grid.to(`report/detail/index?id=${id}`)
  await choose(grid, '申请挂账')
  await button(grid, '填入：等开春').click()
  await sheet(grid).getByRole('radio', { name: /^90 天/ }).click()
  await send(grid, '申请')
  await becomes(id, (r) => r.work.postponement?.kind === 'suspend')
  await above.to(`report/detail/index?id=${id}`)
  await choose(above, '不批准')
  await field(above, '为什么').fill('裂缝会变大，先围起来')
  await send(above, '不批准')
  await becomes(id, (r) => !r.work.postponement && !r.paused_until)

  const tooLate = new Date(Date.now() + 400 * 86_400_000).toISOString()
  await assert.rejects(ask(officer, 'POST', `/staff/reports/${id}/suspend`, { words: '等开春', until: tooLate }), /report.until/)
  await ask(officer, 'POST', `/staff/reports/${id}/suspend`, { words: '等开春', until: await soon(id, 20) })
  await ask(secretary, 'POST', `/staff/reports/${id}/approve`, {})
  await grid.to(`report/detail/index?id=${id}`)
  await choose(grid, '恢复办理')
  await send(grid, '恢复')
  await becomes(id, (r) => !r.paused_until && r.state === 'in_hand')
})

/** A moment so many days after the submission, by the demo's clock. */
const soon = async (id, days) => new Date(new Date((await now(id)).submitted_at).getTime() + days * 86_400_000).toISOString()

story('a report is escalated and supervised, and the holder replies', async () => {
  const id = await report('地下室进水', accepted, [clerk, 'assign', { way: 'grid_officer' }])
  const officer = await officerOf(id)
  await ask(officer, 'POST', `/staff/reports/${id}/take`)
  const grid = await desk(officer, id)
  await choose(grid, '上报')
  await button(grid, '填入：力量不够').click()
  await send(grid, '上报')
  await becomes(id, (r) => r.holder.endsWith('网格长'))

  const above = await desk(secretary, id)
  await choose(above, '督办')
  await button(above, '填入：说明进度').click()
  await sheet(above).getByRole('radio', { name: /^1 天/ }).click()
  await send(above, '督办')
  await becomes(id, (r) => !!r.work.supervision)
  const lead = await desk({ 'YG-21': 'YG-11', 'YG-22': 'YG-12', 'YG-23': 'YG-13' }[officer], id)
  await choose(lead, '督办回复')
  await button(lead, '填入：正在办').click()
  await send(lead, '回复')
  await becomes(id, (r) => !r.work.supervision)
})

story('two similar reports are merged and unmerged', async () => {
  const main = await report('井盖翻了一块', accepted, taken)
  const id = await report('井盖翻了')
  assert.equal((await now(id)).category, (await now(main)).category)
  const office = await desk(clerk, id)
  const number = (await now(main)).number
  await button(office, `并到这件，${number}`).click()
  await sheet(office).getByRole('radio', { name: new RegExp(number) }).waitFor()
  await send(office, '并案')
  await becomes(id, (r) => r.state === 'merged' && r.work.merged_into_id === main)
  await choose(office, '取消并案')
  await field(office, '附一句').fill('是两块不同的井盖')
  await send(office, '取消并案')
  await becomes(id, (r) => r.state === 'submitted' && !r.work.merged_into_id)
  await choose(office, '不予受理')
  await button(office, '填入：不归社区管').click()
  await send(office, '不予受理')
  await becomes(id, (r) => r.state === 'refused')
})

story('a report is split into parts', async () => {
  const id = await report('楼顶漏水又掉皮', accepted)
  const office = await desk(clerk, id)
  await choose(office, '分办')
  await field(office, '第 1 项做什么').fill('补防水')
  await field(office, '第 2 项做什么').fill('重新粉刷')
  for (const n of [1, 2]) await sheet(office).getByRole('radiogroup', { name: `第 ${n} 项交给谁` }).getByRole('radio').first().click()
  await send(office, '分办')
  await becomes(id, (r) => r.work.part_count === 2 && r.state === 'in_hand')
  await text(office, '分办 2 项').waitFor()
  await choose(office, '办结')
  await field(office, '怎样办的').fill('都好了')
  await send(office, '办结')
  await text(office, '还有分办的事项没有完成').waitFor()
  assert.equal((await now(id)).state, 'in_hand')
})

story('an illegal building is handled in its three steps', async () => {
  const id = await report('有人违建搭棚子', [clerk, 'accept', { category: 'illegal' }], taken)
  const office = await desk(clerk, id)
  await choose(office, '完成“停工”')
  await field(office, '做了什么').fill('已下停工通知')
  await send(office, '完成这一步')
  await becomes(id, (r) => r.work.steps[0] === '处罚')
  await button(office, '完成“处罚”').waitFor()
})
