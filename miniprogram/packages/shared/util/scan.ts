import { inWeChatWeb } from '../store/surroundings'
import { jssdk } from './jssdk'

/** Whether this device can scan a code. In a plain browser the code is typed instead. */
export function canScan(): boolean {
  let can = inWeChatWeb()
  // #ifdef MP-WEIXIN
  can = true
  // #endif
  return can
}

/** The text of the scanned code, "" if the person cancelled or it failed. */
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

/** The token of a building board in a scanned or typed text: the page /b/<token>, the account's scene, or a path with scene=. */
export function boardToken(said: string): string {
  const text = decodeURIComponent(said.trim())
  return text.match(/\/b\/([\w-]+)/)?.[1] ?? text.match(/(?:scene=|qrscene_|^)b_([\w-]+)/)?.[1] ?? (/^[\w-]{6,64}$/.test(text) ? text : '')
}

/** The code with which a PC asks for a login: behind code= in the address of its picture, or typed with any blanks; else "". */
export function deskCode(said: string): string {
  const text = said.includes('%') ? decoded(said) : said
  const typed = text.match(/[?&]code=([A-Z2-7]{26})(?![A-Z2-7])/)?.[1] ?? text.toUpperCase().replace(/[\s-]/g, '')
  return /^[A-Z2-7]{26}$/.test(typed) ? typed : ''
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
