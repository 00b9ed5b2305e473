import { inWeChatWeb } from '../store/surroundings'
import { jssdk } from './jssdk'

/** Can this device scan a code. A plain browser cannot: the page then offers to type it. */
export function canScan(): boolean {
  let can = inWeChatWeb()
  // #ifdef MP-WEIXIN
  can = true
  // #endif
  return can
}

/** What the scanned code says, "" when the person changed his mind or it failed. */
export async function scan(): Promise<string> {
  if (inWeChatWeb()) {
    try {
      const wx = await jssdk()
      return await new Promise((resolve) => wx.scanQRCode({
        needResult: 1, scanType: ['qrCode', 'barCode'],
        success: (r: any) => resolve(String(r.resultStr)), fail: () => resolve(''), cancel: () => resolve(''),
      }))
    } catch {
      return ''
    }
  }
  return new Promise((resolve) => {
    uni.scanCode({ success: (r) => resolve(r.result || (r as any).path || ''), fail: () => resolve('') })
  })
}

/** The token of a building board in what was scanned, or typed: the page /b/<token>, the account's scene, or a path with scene=. */
export function boardToken(said: string): string {
  const text = decodeURIComponent(said.trim())
  return text.match(/\/b\/([\w-]+)/)?.[1] ?? text.match(/(?:scene=|qrscene_|^)b_([\w-]+)/)?.[1] ?? (/^[\w-]{6,64}$/.test(text) ? text : '')
}
