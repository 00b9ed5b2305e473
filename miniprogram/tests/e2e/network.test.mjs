// A lost network: no text is lost, and nothing is sent twice.
import assert from 'node:assert/strict'
import { agreed, ask, button, choosePhoto, field, story, take, text } from './county.mjs'
import { choosePlace } from './desk.mjs'

const own = async (words) => (await ask('li', 'GET', '/reports')).items.filter((r) => r.text === words)

async function write(phone, words) {
  await choosePhoto(phone, () => button(phone, '点这里拍照').click(), 'rubbish')
  await phone.getByLabel('第1张照片', { exact: true }).waitFor()
  await button(phone, /^(换一个地点|自己选小区和楼栋)$/).waitFor()
  if (await button(phone, '换一个地点').isVisible()) await button(phone, '换一个地点').click() // it offers a home that another test has set
  await button(phone, '自己选小区和楼栋').click()
  await choosePlace(phone, '新园小区2号楼')
  await field(phone, '怎么回事').fill(words)
}

story('a report submitted without a network is sent when it is back, once', async () => {
  await agreed('li')
  const words = `垃圾堆在门口 ${Date.now()}`
  const phone = await take('h5', 'li', 'report/new/index')
  await write(phone, words)
  await phone.waitForFunction(() => document.querySelector('link[rel=prefetch]')) // by then the other pages are loaded
  await phone.waitForTimeout(1500)
  await phone.context().setOffline(true)
  await button(phone, '提交给社区').click()
  await text(phone, '网络不通，已存好').waitFor()
  assert.equal((await own(words)).length, 0)
  await button(phone, '去看看').click()
  await text(phone, /垃圾堆在门口/).waitFor()

  await phone.context().setOffline(false)
  for (let i = 0; i < 40 && !(await own(words)).length; i++) await phone.waitForTimeout(250)
  const sent = await own(words)
  assert.equal(sent.length, 1)
  assert.equal((await ask('li', 'GET', `/reports/${sent[0].id}`)).events[0].files.length, 1, 'with its photo')
})

story('a retry after a lost answer makes no second report', async () => {
  await agreed('li')
  const words = `楼道里有烟头 ${Date.now()}`
  const phone = await take('h5', 'li', 'report/new/index')
  await write(phone, words)
  let lost = 0
  await phone.route('**/api/v1/reports', async (route) => {
    if (route.request().method() !== 'POST' || lost++) return route.continue()
    await route.fetch() // the request arrives
    await route.abort() // its answer does not
  })
  await button(phone, '提交给社区').click()
  await text(phone, '网络不通，已存好').waitFor()
  assert.equal((await own(words)).length, 1)
  await phone.to('pages/progress/index') // reopened, the client sends the waiting report
  await phone.waitForTimeout(2500)
  assert.equal((await own(words)).length, 1)
  assert.ok(lost > 1, 'it was sent again')
  assert.equal(await phone.evaluate(() => Object.keys(localStorage).filter((k) => k.endsWith('.outbox')).length), 0)
})

story('a draft survives the end of the program', async () => {
  const phone = await take('h5', 'li', 'report/new/index')
  await write(phone, '写到一半的话')
  await phone.waitForTimeout(800)
  await phone.to('report/new/index')
  await text(phone, '上次没写完的').waitFor()
  assert.equal(await field(phone, '怎么回事').inputValue(), '写到一半的话')
  await phone.getByLabel('第1张照片', { exact: true }).waitFor()
  await text(phone, '新园小区2号楼').waitFor()
})

story('a lost session is renewed silently', async () => {
  const phone = await take('h5', 'li')
  await phone.waitForFunction(() => Object.keys(localStorage).some((k) => k.endsWith('.session'))) // the page is drawn before that
  await phone.waitForLoadState('networkidle')
  await phone.evaluate(() => {
    const key = Object.keys(localStorage).find((k) => k.endsWith('.session'))
    localStorage.setItem(key, localStorage.getItem(key).replace(/"token":"[^"]*"/, '"token":"gone"'))
  })
  await phone.to('pages/progress/index')
  await text(phone, /垃圾堆在门口|楼道里有烟头/).waitFor()
})
