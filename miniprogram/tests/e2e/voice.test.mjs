// Voice messages (语音): an elder speaks, WeChat recognises nothing, a clerk plays the message and writes down what is said.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { ask, base, button, field, settle, story, take, text, until } from './county.mjs'
import { clerk } from './desk.mjs'

const said = '楼道的灯坏了三天了，晚上看不见台阶，我不敢下楼'

/** Something that a person does in the chat; the answer comes later. */
async function chat(key, gesture, words) {
  const response = await fetch(`${base}/demo/people/${key}/${gesture}`, {
    method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ text: words }),
  })
  assert.ok(response.ok, await response.text())
}

/** A report that a person only spoke, with its recording. */
async function speaks(key) {
  await settle(key, '阳光花园3号楼')
  const before = (await ask(key, 'GET', '/reports')).items.length
  await chat(key, 'voice', '')
  await chat(key, 'text', '阳光花园3号楼2单元')
  const { id } = await until(async () => {
    const mine = (await ask(key, 'GET', '/reports')).items
    if (mine.length > before) return mine[0]
    await chat(key, 'text', '1')
  }, Boolean, 20)
  await until(() => voiceOf(key, id), (f) => f?.seconds > 0 && !/取回/.test(f.note))
  return id
}
const voiceOf = async (key, id) => (await ask(key, 'GET', `/reports/${id}`)).events.flatMap((e) => e.files).find((f) => f.kind === 'voice')

const installed = spawnSync('ffmpeg', ['-version']).status === 0
if (!installed && process.env.CI !== 'true') test('voice messages are played', { skip: 'ffmpeg is not installed' })
else story('a clerk plays a voice message and writes down what is said', async () => {
  const id = await speaks('JM-25')
  await until(() => voiceOf(clerk, id), (f) => f.play)
  const office = await take('staff', clerk)
  await office.getByRole('button').filter({ hasText: '语音待听' }).first().click()
  await button(office, /其他/).first().click()
  await office.to(`report/detail/index?id=${id}`)
  await text(office, '语音待听').waitFor()
  const player = () => office.locator('.voice-play:visible').first()
  assert.equal(await player().getAttribute('aria-label'), '听语音，12 秒')
  await player().click()
  await office.locator('.voice-play[aria-label^="暂停语音"]').first().waitFor()
  await until(() => office.locator('.voice-done').first().evaluate((e) => parseFloat(e.style.width)), (w) => w > 2)
  await player().click()
  await text(office, '接着听').waitFor()

  await field(office, '语音内容（听写）').fill(said)
  await button(office, '写好了').click()
  await text(office, '已记下语音内容').waitFor()
  await until(() => ask(clerk, 'GET', `/reports/${id}`), (r) => r.text === said && r.unheard === 0 && r.category === 'facility')
  await until(() => text(office, '语音待听').count(), (n) => n === 0)

  const resident = await take('h5', 'JM-25', `report/detail/index?id=${id}`)
  await text(resident, '语音内容').waitFor()
  await resident.locator('.voice-play:visible').first().click()
  await resident.locator('.voice-play[aria-label^="暂停语音"]').first().waitFor()
  const steward = await take('h5', 'HGJ-02', `report/detail/index?id=${id}`)
  await steward.locator('.voice-play:visible').first().waitFor()
})

story('a voice message that cannot be opened says so', async () => {
  const id = await speaks('JM-28')
  if (installed) await until(() => voiceOf(clerk, id), (f) => f.play)
  const office = await take('staff', clerk, `report/detail/index?id=${id}`)
  await office.route('**/media/**/play*', (route) => route.abort())
  if (installed) {
    await office.locator('.voice-play:visible').first().click()
    await text(office, '这段语音放不出来').waitFor()
    await office.locator('.voice-play[aria-label^="听语音"]').first().waitFor()
  } else {
    await button(office, '下载语音').waitFor()
  }
})
