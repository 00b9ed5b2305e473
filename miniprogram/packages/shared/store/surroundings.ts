// Where the client runs: WeChat's mini-program, the web view of the official account, or a browser of the demo.

/** Which of the two clients this is. */
export const app = import.meta.env.VITE_APP_NAME

/** The service's address; H5 calls where it came from. */
export function origin(): string {
  let address = ''
  // #ifdef MP-WEIXIN
  address = import.meta.env.VITE_API_ORIGIN || 'https://your.name'
  // #endif
  return address
}

/** The demo's person whose telephone this frame is: /h5/?as=wang. "" everywhere else. */
export function persona(): string {
  let key = ''
  // #ifdef H5
  key = new URLSearchParams(location.search).get('as') ?? ''
  // #endif
  return key
}

/** Is it the web view of WeChat. */
export function inWeChatWeb(): boolean {
  let yes = false
  // #ifdef H5
  yes = /MicroMessenger/i.test(navigator.userAgent)
  // #endif
  return yes
}

/** A key in the device's storage, apart for each client and, in the demo, for each person. */
export const storageKey = (name: string) => `linli.${app}.${persona() || 'me'}.${name}`

/** What was kept under the name, or undefined. */
export function recall<T>(name: string): T | undefined {
  try {
    return uni.getStorageSync(storageKey(name)) || undefined
  } catch {
    return undefined // storage can be switched off
  }
}

/** Keeps a value, or forgets it when it is undefined. */
export function keep(name: string, value: unknown): void {
  try {
    if (value === undefined) uni.removeStorageSync(storageKey(name))
    else uni.setStorageSync(storageKey(name), value)
  } catch {
    // A device without storage asks again next time.
  }
}
