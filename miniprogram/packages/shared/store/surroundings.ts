// Where the client runs: in WeChat's mini-program, in the web view of the official account, or in a browser of the demo.

/** Which of the two clients this is. */
export const app = import.meta.env.VITE_APP_NAME

/** The address of the service; H5 uses its own origin. */
export function origin(): string {
  let address = ''
  // #ifdef MP-WEIXIN
  address = import.meta.env.VITE_API_ORIGIN || 'https://your.name'
  // #endif
  return address
}

/** The demo's person in this frame: /h5/?as=wang. "" outside of the demo. */
export function persona(): string {
  let key = ''
  // #ifdef H5
  key = new URLSearchParams(location.search).get('as') ?? ''
  // #endif
  return key
}

/** Whether it runs in WeChat's web view. */
export function inWeChatWeb(): boolean {
  let yes = false
  // #ifdef H5
  yes = /MicroMessenger/i.test(navigator.userAgent)
  // #endif
  return yes
}

/** Whether it is the staff client in an ordinary browser, where nobody can log in; the desk is there for PCs. */
export function besideDesk(): boolean {
  let yes = false
  // #ifdef H5
  yes = app === 'staff' && !inWeChatWeb() && !persona()
  // #endif
  return yes
}

/** A key in the device's storage, separate for each client and, in the demo, for each person. */
export const storageKey = (name: string) => `linli.${app}.${persona() || 'me'}.${name}`

/** The stored value of the name, or undefined. */
export function recall<T>(name: string): T | undefined {
  try {
    return uni.getStorageSync(storageKey(name)) || undefined
  } catch {
    return undefined // storage can be switched off
  }
}

/** Stores a value; undefined deletes it. */
export function keep(name: string, value: unknown): void {
  try {
    if (value === undefined) uni.removeStorageSync(storageKey(name))
    else uni.setStorageSync(storageKey(name), value)
  } catch {
    // Without storage the value is fetched again next time.
  }
}
