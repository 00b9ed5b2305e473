// Residents and their own data: a report with additions, urging and withdrawal, notices, profile and family; and an absent
// steward.
import assert from 'node:assert/strict'
import { ask, button, choosePhoto, field, house, settle, story, take, text, until } from './county.mjs'
import { agree, choosePlace, clerk, sheet } from './desk.mjs'

const report = async (who, words, more = {}) => (await ask(who, 'POST', '/reports', { text: `${words} ${Date.now() % 100000}`, area_id: (await house('阳光花园8号楼')).id, ...more })).id

story('a report is added to, urged once in ten minutes, and taken back', async () => {
  const id = await report('JM-04', '垃圾桶满了')
  const phone = await take('h5', 'JM-04', `report/detail/index?id=${id}`)
  await button(phone, '补充文字或照片').click()
  await field(phone, '补充什么').fill('今天更满了')
  await phone.evaluate(() => { // on an old telephone a photo takes a second or two to shrink
    const read = window.fetch
    window.fetch = async (...what) => {
      if (String(what[0]).startsWith('blob:')) await new Promise((done) => { setTimeout(done, 2000) })
      return read(...what)
    }
  })
  await choosePhoto(phone, () => sheet(phone).getByRole('button', { name: /拍照/ }).click(), 'rubbish')
  await sheet(phone).getByRole('button', { name: '提交', exact: true }).click() // at once: the photo must not be lost
  await text(phone, '今天更满了').waitFor()
  assert.equal((await ask('JM-04', 'GET', `/reports/${id}`)).events.find((e) => e.text === '今天更满了').files.length, 1)
  await button(phone, '催一催').click()
  await button(phone, '催一催（已催 1 次）').click()
  await text(phone, /催过|十分钟|10 ?分钟/).waitFor()
  assert.equal((await ask('JM-04', 'GET', `/reports/${id}`)).urges, 1)
  await button(phone, '撤回，不报了').click()
  await agree(phone, '撤回后社区不再办理')
  await until(() => ask('JM-04', 'GET', `/reports/${id}`), (r) => r.state === 'withdrawn')
  await text(phone, '已撤回').waitFor()
})

story('words of danger show the emergency numbers above the button, and neighbours do not see disputes', async () => {
  const phone = await take('h5', 'JM-01', 'report/new/index')
  await field(phone, '怎么回事').fill('家里煤气漏了，味道很大')
  const danger = await phone.locator('.foot .danger-loud').boundingBox(), send = await button(phone, '提交给社区').boundingBox()
  assert.ok(danger.y >= 0 && danger.y + danger.height <= send.y + 1, 'it stands above the button')
  assert.ok(send.y + send.height <= 844, 'both are on the screen')
  const share = phone.getByRole('switch', { name: /让邻居看到/ })
  assert.equal(await share.getAttribute('aria-checked'), 'true')
  await field(phone, '怎么回事').fill('楼上半夜吵架')
  await button(phone, /^类别/).click()
  await phone.getByRole('radio', { name: '房屋漏水与邻里纠纷' }).click()
  assert.equal(await share.getAttribute('aria-checked'), 'false')
})

story('a resident logs out on a shared telephone and is not logged in again', async () => {
  await settle('JM-02', '阳光花园5号楼')
  const phone = await take('h5', 'JM-02', 'life/privacy/index')
  await button(phone, '退出登录').click()
  await agree(phone, '退出登录')
  await button(phone, '登录').waitFor()
  await until(() => phone.evaluate(() => JSON.stringify({ ...localStorage })), (kept) => kept.includes('.left"')) // a page opened in the same moment reads what was there before
  await phone.to('pages/mine/index')
  await button(phone, '登录').waitFor()
  assert.doesNotMatch(await phone.evaluate(() => JSON.stringify({ ...localStorage })), /阳光花园|token/)
  await button(phone, '登录').click()
  await text(phone, '我的预约').waitFor()
})

story('a steward reads what they agreed to, and withdraws it', async () => {
  const phone = await take('h5', 'HGJ-05', 'life/consents/index')
  const number = phone.getByRole('switch', { name: /公示牌上写我的电话/ })
  await number.waitFor()
  const before = await number.getAttribute('aria-checked')
  if (before === 'false') {
    await number.click()
    await until(() => number.getAttribute('aria-checked'), (now) => now === 'true')
  }
  await number.click()
  await agree(phone, '撤回这项同意？')
  await until(() => number.getAttribute('aria-checked'), (now) => now === 'false')
  const mine = (await ask('HGJ-05', 'GET', '/me/consents')).items
  assert.equal(mine.find((c) => c.kind === 'board_phone').given, false)
})

story('a notice opens its subject and is marked as read', async () => {
  const id = await report('JM-10', '路灯坏了')
  await ask(clerk, 'POST', `/staff/reports/${id}/accept`, { words: '马上安排' })
  const notice = await until(async () => (await ask('JM-10', 'GET', '/notices')).items.find((n) => n.about === `report:${id}`), Boolean)
  assert.equal(notice.read, false)
  const phone = await take('h5', 'JM-10', 'life/inbox/index')
  await text(phone, notice.text).click()
  await text(phone, '办理经过').waitFor()
  await text(phone, '马上安排').waitFor()
  await until(() => ask('JM-10', 'GET', '/notices'), ({ items }) => items.find((n) => n.id === notice.id).read)
})

story('a profile is filled in once', async () => {
  const phone = await take('h5', 'JM-11', 'life/profile/index')
  await field(phone, '怎么称呼您').fill('何晓晨')
  await field(phone, /哪一年出生/).fill('1990')
  await button(phone, /^我住在/).click()
  await choosePlace(phone, '新园小区1号楼')
  await button(phone, '保存').click()
  if (!(await ask('JM-11', 'GET', '/me')).privacy) await button(phone, '同意').click()
  const me = await until(() => ask('JM-11', 'GET', '/me'), (p) => p.born === 1990)
  assert.ok(me.home_name.endsWith('新园小区1号楼'))
})

story('a mother without WeChat is linked by the community, and unlinked again', async () => {
  await settle('JM-07', '阳光花园3号楼')
  const phone = await take('h5', 'JM-07', 'life/family/index')
  await button(phone, '家人没有微信：请社区登记').click()
  await field(phone, '姓名').fill('郑母')
  await sheet(phone).getByRole('radio', { name: '父母', exact: true }).click()
  await button(phone, '提交给社区').click()
  const mine = async () => (await ask('JM-07', 'GET', '/family')).i_act_for
  const [link] = await until(mine, (all) => all[0]?.state === 'asked')
  await ask(clerk, 'POST', `/staff/families/${link.id}/confirm`)
  await phone.to('life/family/index')
  await text(phone, '郑母').waitFor()
  await button(phone, '解除：郑母').click()
  await agree(phone, '以后不能再替对方办事')
  await until(mine, (all) => !all.some((c) => c.id === link.id && c.state === 'confirmed'))
})

story('a resident joins a neighbour\'s report instead of reporting again', async () => {
  await settle('JM-08', '阳光花园8号楼')
  const id = await report('JM-04', '下水道堵了往外冒水', { share: true })
  const phone = await take('h5', 'JM-08', 'report/new/index')
  await field(phone, '怎么回事').fill('下水道堵了')
  const near = phone.getByRole('region', { name: '邻居已经报过类似的事' })
  await near.getByRole('button', { name: /^我也遇到了：.*下水道/ }).first().click()
  await button(phone, '好了，不用再报').click()
  await until(() => ask('JM-04', 'GET', `/reports/${id}`), (r) => r.joins === 1)
  assert.ok(!(await ask('JM-08', 'GET', '/reports')).items.some((r) => r.text === '下水道堵了'))
})

story('a steward goes away for three days and comes back early', async () => {
  const phone = await take('h5', 'HGJ-06', 'duty/away/index')
  await button(phone, /^谁来代班/).click()
  await sheet(phone).getByRole('button', { name: /孙玉兰/ }).click()
  await phone.getByRole('radio', { name: '3 天' }).click()
  await button(phone, '离岗 3 天').click()
  await phone.getByText(/^(离岗|确定)/).last().click()
  const duty = await until(() => ask('HGJ-06', 'GET', '/steward/duty'), (d) => !!d.until)
  assert.deepEqual([...new Set(duty.substitutes.map((s) => s.name))], ['孙玉兰'])
  await text(phone, '您已离岗').waitFor()
  await button(phone, '我回来了，提前回岗').click()
  await until(() => ask('HGJ-06', 'GET', '/steward/duty'), (d) => !d.until)
})

story('the switch to act for each other stands beside its words', async () => {
  const phone = await take('h5', 'JM-04', 'life/family/index')
  await button(phone, '输入家人码').click()
  const words = await text(phone, '我也要替他办事').boundingBox(), track = await sheet(phone).locator('.toggle-track').boundingBox()
  assert.ok(track.y < words.y + words.height && track.x > words.x, 'beside, not below')
})
