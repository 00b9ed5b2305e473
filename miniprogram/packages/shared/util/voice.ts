// Speech to text, where the platform offers it: the speech plugin in a mini-program, the JS-SDK in WeChat's web view. A
// browser's own recognition would send the voice to its vendor, so it is not used.
import { inWeChatWeb } from '../store/surroundings'
import { jssdk } from './jssdk'

declare function requirePlugin(name: string): any

/** Whether this device can transcribe speech. */
export function canListen(): boolean {
  let can = inWeChatWeb()
  // #ifdef MP-WEIXIN
  can = import.meta.env.VITE_VOICE_PLUGIN === '1'
  // #endif
  return can
}

let stopListening: (() => void) | undefined

/** Listens until `hush` is called or a minute has passed; resolves to the text, "" if nothing was understood. */
export async function listen(): Promise<string> {
  // #ifdef MP-WEIXIN
  const manager = requirePlugin('WechatSI').getRecordRecognitionManager()
  return new Promise((resolve) => {
    manager.onStop = (r: { result: string }) => resolve(r.result ?? '')
    manager.onError = () => resolve('')
    stopListening = () => manager.stop()
    manager.start({ duration: 60_000, lang: 'zh_CN' })
  })
  // #endif
  // #ifdef H5
  const wx = await jssdk()
  return new Promise((resolve) => {
    const translate = (r: { localId: string }) => wx.translateVoice({
      localId: r.localId, isShowProgressTips: 1,
      success: (t: any) => resolve(t.translateResult ?? ''), fail: () => resolve(''),
    })
    wx.onVoiceRecordEnd({ complete: translate })
    stopListening = () => wx.stopRecord({ success: translate, fail: () => resolve('') })
    wx.startRecord({ fail: () => resolve(''), cancel: () => resolve('') })
  })
  // #endif
}

/** Stops listening; `listen` then resolves. */
export function hush(): void {
  stopListening?.()
  stopListening = undefined
}
