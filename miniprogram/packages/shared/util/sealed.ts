// The picture of a sealed document (材料) while somebody looks at it. Nothing of it stays on the device.

declare const wx: { env: { USER_DATA_PATH: string } }

/** Shows the bytes under an address for <image>. */
export async function unseal(bytes: ArrayBuffer): Promise<string> {
  // #ifdef MP-WEIXIN
  const filePath = `${wx.env.USER_DATA_PATH}/look-${Date.now()}.jpg`
  return new Promise((resolve, reject) => {
    uni.getFileSystemManager().writeFile({ filePath, data: bytes, success: () => resolve(filePath), fail: () => reject(new Error('no space')) })
  })
  // #endif
  // #ifdef H5
  return URL.createObjectURL(new Blob([bytes], { type: 'image/jpeg' }))
  // #endif
}

/** Forgets what unseal showed. */
export function reseal(address: string): void {
  // #ifdef MP-WEIXIN
  uni.getFileSystemManager().unlink({ filePath: address, fail: () => {} })
  // #endif
  // #ifdef H5
  URL.revokeObjectURL(address)
  // #endif
}
