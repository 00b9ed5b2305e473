import { inWeChatWeb } from '../store/surroundings'
import { jssdk } from './jssdk'

export interface Position { lat: number; lng: number; coord: 'gcj02' | 'wgs84' }

/** The position of the telephone, or undefined if it is unavailable or denied. */
export async function locate(): Promise<Position | undefined> {
  if (inWeChatWeb()) return locateInWeChat()
  let coord: Position['coord'] = 'gcj02'
  // #ifdef H5
  coord = 'wgs84' // the browser's; gcj02 would need the key of a map vendor, so the service converts it
  // #endif
  return new Promise((resolve) => {
    uni.getLocation({
      type: coord, isHighAccuracy: true,
      success: (r) => resolve({ lat: r.latitude, lng: r.longitude, coord }), fail: () => resolve(undefined),
    } as UniApp.GetLocationOptions)
  })
}

async function locateInWeChat(): Promise<Position | undefined> {
  try {
    const wx = await jssdk()
    return await new Promise((resolve) => wx.getLocation({
      type: 'gcj02',
      success: (r: any) => resolve({ lat: Number(r.latitude), lng: Number(r.longitude), coord: 'gcj02' }),
      fail: () => resolve(undefined), cancel: () => resolve(undefined),
    }))
  } catch {
    return undefined
  }
}
