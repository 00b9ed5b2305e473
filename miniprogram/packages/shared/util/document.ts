// A printed sheet or a workbook of the service, opened on the telephone or downloaded by the browser.
import { inWeChatWeb } from '../store/surroundings'
import { Fault } from '../api/fault'

const types: Record<string, string> = {
  pdf: 'application/pdf', png: 'image/png', jpg: 'image/jpeg',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
}

/**
 * Opens the bytes as a file with this name (`周报.pdf`). A function is called for them only where a file can be opened: an export
 * stands in the records, so nobody asks for one that cannot be opened. Throws a Fault if no file can be opened.
 */
export async function openDocument(what: ArrayBuffer | (() => Promise<ArrayBuffer>), name: string): Promise<void> {
  if (inWeChatWeb()) throw new Fault('client.file', '微信网页里打不开文件，请在工作人员小程序或电脑上的办公端里打开', 400)
  const bytes = typeof what === 'function' ? await what() : what
  const ending = name.split('.').pop() ?? ''
  // #ifdef MP-WEIXIN
  const filePath = `${wx.env.USER_DATA_PATH}/${name}`
  await new Promise<void>((resolve, reject) => {
    uni.getFileSystemManager().writeFile({
      filePath, data: bytes, success: () => resolve(), fail: () => reject(new Fault('client.file', '手机存不下这个文件，请清理一下再试', 0)),
    })
  })
  if (ending === 'png' || ending === 'jpg') return uni.previewImage({ urls: [filePath] })
  await new Promise<void>((resolve, reject) => {
    uni.openDocument({
      filePath, fileType: ending as any, showMenu: true, success: () => resolve(),
      fail: () => reject(new Fault('client.file', '手机打不开这个文件', 0)),
    })
  })
  // #endif
  // #ifdef H5
  const url = URL.createObjectURL(new Blob([bytes], { type: types[ending] ?? 'application/octet-stream' }))
  const link = document.createElement('a')
  link.href = url
  link.download = name
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
  // #endif
}

declare const wx: { env: { USER_DATA_PATH: string } }

const isPNG = (bytes: ArrayBuffer) => new Uint8Array(bytes)[0] === 0x89

/** A picture as an address for <image> on all platforms. */
export const pictureOf = (bytes: ArrayBuffer): string => `data:image/${isPNG(bytes) ? 'png' : 'jpeg'};base64,${uni.arrayBufferToBase64(bytes)}`

/** The name of a file with a picture in it: 爱心雨伞.jpg. */
export const pictureName = (bytes: ArrayBuffer, name: string): string => `${name}.${isPNG(bytes) ? 'png' : 'jpg'}`
