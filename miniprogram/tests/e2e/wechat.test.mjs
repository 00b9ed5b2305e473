// Web pages inside WeChat: silent login by the official account, the JS-SDK's signature; outside of WeChat no page opens.
import assert from 'node:assert/strict'
import { ask, bare, base, button, oauthCode, story, text } from './county.mjs'
import { clerk } from './desk.mjs'
import { pc } from './office.mjs'

const wechat = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0.50 NetType/WIFI Language/zh_CN'

/** A telephone with WeChat, where open.weixin.qq.com answers like the platform. */
async function inWeChat(key) {
  const phone = await bare({ userAgent: wechat })
  phone.asked = []
  await phone.route('https://open.weixin.qq.com/**', async (route) => {
    const address = new URL(route.request().url())
    phone.asked.push(address)
    const back = new URL(address.searchParams.get('redirect_uri'))
    back.searchParams.set('code', await oauthCode(key))
    back.searchParams.set('state', address.searchParams.get('state'))
    await route.fulfill({ status: 302, headers: { location: back.href } })
  })
  return phone
}

/** Waits until the client has a session and returns it; the page may still be redirecting. */
async function entered(phone) {
  for (let i = 0; i < 60; i++) {
    const kept = await phone.evaluate(() => localStorage.getItem(Object.keys(localStorage).find((k) => k.endsWith('.session')))).catch(() => null)
    if (kept) return JSON.parse(kept)
    await phone.waitForTimeout(250)
  }
  throw new Error('no session was created')
}

story('in WeChat the login is silent and leads to the requested page', async () => {
  const mine = await ask('wang', 'GET', '/me')
  const phone = await inWeChat('wang')
  await phone.goto(`${base}/h5/#/pages/mine/index`)
  await text(phone, mine.name || '我的').waitFor()
  const who = await entered(phone)
  assert.equal(phone.asked.length, 1)
  assert.equal(phone.asked[0].searchParams.get('scope'), 'snsapi_base')
  assert.ok(phone.url().endsWith('#/pages/mine/index'), phone.url())
  assert.ok(!phone.url().includes('code='), 'a code works once and must not be loaded again')
  assert.equal((who.data ?? who).person.id, mine.id, 'the same person as in the mini-program')
  phone.wrongs = phone.wrongs.filter((w) => !w.includes('open.weixin.qq.com'))
})

story('WeChat\'s own scanner opens the question which PC asks', async () => {
  const desk = await pc()
  const { address } = await desk.offered()
  const phone = await inWeChat(clerk)
  await phone.goto(address)
  await text(phone, '在这台电脑上登录？').waitFor()
  await button(phone, '登录').click()
  await desk.getByRole('navigation', { name: '菜单' }).waitFor()
  phone.wrongs = phone.wrongs.filter((w) => !w.includes('open.weixin.qq.com'))
})

story('the page is signed for the JS-SDK', async () => {
  const signed = await ask('wang', 'GET', `/jssdk?url=${encodeURIComponent(`${base}/h5/?as=wang`)}`)
  assert.match(signed.signature, /^[0-9a-f]{40}$/)
  await assert.rejects(ask('wang', 'GET', `/jssdk?url=${encodeURIComponent('https://elsewhere.example/')}`), /400/)
})

story('a state that this telephone did not send is rejected', async () => {
  const phone = await inWeChat('wang')
  await phone.goto(`${base}/h5/?code=${await oauthCode('li')}&state=forged#/pages/mine/index`)
  await entered(phone)
  assert.equal(phone.asked.length, 1, 'the client started a login of its own')
  phone.wrongs = phone.wrongs.filter((w) => !w.includes('open.weixin.qq.com'))
})

story('outside WeChat the page explains where it opens', async () => {
  const phone = await bare()
  await phone.goto(`${base}/h5/#/`)
  await text(phone, '请在微信里打开').waitFor()
})
