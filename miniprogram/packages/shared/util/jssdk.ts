// WeChat's JS-SDK in the official account's web view: scan, position, speech. The service signs the page's address; on an
// iPhone that is the address at which the page was entered.
// https://developers.weixin.qq.com/doc/offiaccount/OA_Web_Apps/JS-SDK.html
import { api } from '../api/client'

let ready: Promise<any> | undefined

/** Returns the configured `wx`; throws when WeChat refuses. Only for H5 inside WeChat. */
export function jssdk(): Promise<any> {
  ready ??= configure().catch((thrown) => {
    ready = undefined
    throw thrown
  })
  return ready
}

/** The page's address as WeChat sees it. */
async function address(): Promise<string> {
  let entered = ''
  // #ifdef H5
  if (/iPhone|iPad/.test(navigator.userAgent)) entered = (await import('../store/journey')).landing
  // #endif
  return entered || location.href.split('#')[0]
}

async function configure(): Promise<any> {
  const [module, signed] = await Promise.all([
    import('weixin-js-sdk'), api.get('/jssdk', { url: await address() }),
  ])
  const wx = (module as any).default ?? module
  await new Promise<void>((resolve, reject) => {
    wx.ready(resolve)
    wx.error((e: { errMsg: string }) => reject(new Error(e.errMsg)))
    wx.config({
      appId: signed.appid, timestamp: signed.timestamp, nonceStr: signed.nonce, signature: signed.signature,
      jsApiList: ['scanQRCode', 'getLocation', 'startRecord', 'stopRecord', 'onVoiceRecordEnd', 'translateVoice'],
    })
  })
  return wx
}
