// The login. A session is created silently: by wx.login in a mini-program, by the official account's snsapi_base in WeChat's
// web view, by the simulated telephone in the demo. There are no passwords.
import { reactive } from 'vue'
import { Fault } from '../api/fault'
import { cookieToken, send } from '../api/http'
import type { Entry, Person } from '../api/types'
// #ifdef H5
import { departure, takeCode } from './journey'
import { knowService } from './service'
// #endif
import { forgetDrafts, pruneDrafts } from './drafts'
import { app, inWeChatWeb, keep, origin, persona, recall } from './surroundings'

export const session = reactive({
  token: '', person: undefined as Person | undefined,
  /** The person has logged out and not logged in again. */
  left: false,
})

/** Loads the session from the device. */
export function restoreSession(): void {
  Object.assign(session, recall<{ token: string; person: Person }>('session') ?? {})
  session.left = recall<boolean>('left') === true
  // #ifdef OFFICE
  if (!persona()) Object.assign(session, { token: '', person: undefined }) // the cookie says whose session it is
  // #endif
  pruneDrafts()
}

function begin(entry: Entry): void {
  const before = recall<string>('owner')
  if (before && before !== entry.person.id) forget()
  session.token = entry.token
  setPerson(entry.person)
}

/** Saves the person's own data from the service. */
export function setPerson(person: Person): void {
  session.person = person
  keep('session', { token: session.token, person })
  keep('owner', person.id)
}

/** Deletes the person's unsent data on the device. */
function forget(): void {
  for (const name of ['owner', 'outbox', 'community', 'today', 'colleagues']) keep(name, undefined)
  forgetDrafts()
}

/** Deletes the person's data, and prevents a login until `comeIn`. */
export function stayOut(): void {
  signOut()
  session.person = undefined
  forget()
  session.left = true
  keep('left', true)
}

/** Logs in at the person's request. Throws a Fault. */
export function comeIn(): Promise<void> {
  session.left = false
  keep('left', undefined)
  return signIn()
}

/** Deletes the session on this device. */
export function signOut(): void {
  session.token = ''
  keep('session', undefined)
}

let underWay: Promise<void> | undefined

/** Creates a session; concurrent calls wait for the same one. Throws a Fault. */
export async function signIn(): Promise<void> {
  if (session.left) throw new Fault('client.left', '您已退出登录', 401)
  underWay ??= enter().finally(() => { underWay = undefined })
  return underWay
}

/** Runs a request with the session's token; logs in first, or once more when the session has expired. */
export async function withSession<T>(what: (token: string) => Promise<T>): Promise<T> {
  if (!session.token) await signIn()
  const token = session.token, who = session.person?.id
  try {
    return await what(token)
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.status !== 401) throw thrown
    if (session.token === token) signOut() // only the first of several requests; the others use the new session
    if (!session.token) await signIn()
    if (who && who !== session.person?.id) throw new Fault('client.other', '登录的人变了，请重新操作', 401) // never done in another person's name
    return what(session.token)
  }
}

async function enter(): Promise<void> {
  // #ifdef MP-WEIXIN
  const { code } = await uni.login({ provider: 'weixin' })
  begin(await login(app, code))
  // #endif
  // #ifdef OFFICE
  if (!persona()) return enterDesk() // asks one thing only: whose session the cookie is
  // #endif
  // #ifdef H5
  const service = await knowService()
  if (service.demo && persona()) return enterDemo()
  // #endif
  // #ifdef OFFICE
  return enterDesk()
  // #endif
  // #ifdef H5
  if (!inWeChatWeb()) throw new Fault('client.outside', '请在微信里打开', 0)
  if (!service.oa_appid) throw new Fault('client.outside', '请从小程序里打开', 0)
  await enterByOAuth()
  // #endif
}

const login = (door: string, code: string) =>
  send<Entry>({ method: 'POST', url: `${origin()}/api/v1/login/${door}`, body: { code } })

// #ifdef H5
async function enterDemo(): Promise<void> {
  const got = await send<{ code: string; path: string }>({ method: 'POST', url: `/demo/people/${persona()}/login-code` })
  begin(await send<Entry>({ method: 'POST', url: got.path, body: { code: got.code } }))
}

// #ifdef OFFICE
let again: (() => Promise<void>) | undefined

/** Sets how a person logs in while a page is open, so that nothing they typed is lost; it calls `cameIn`, or throws. */
export function logInAgainBy(ask: () => Promise<void>): void {
  again = ask
}

/** Begins the session that a scanned code gave to this browser; its token is in a cookie. */
export function cameIn(person: Person): void {
  session.left = false
  keep('left', undefined)
  begin({ token: cookieToken, expires_at: '', person })
}

/** The person whose session this browser has. Throws a Fault when there is none. */
export const whoIsIn = async (): Promise<Person> =>
  (await send<{ person: Person }>({ method: 'GET', url: `${origin()}/api/v1/desk/session` })).person

async function enterDesk(): Promise<void> {
  try {
    cameIn(await whoIsIn())
  } catch (thrown) {
    const open = session.person && again && thrown instanceof Fault && thrown.status === 401
    if (!open) throw thrown
    await again!()
  }
}
// #endif

/** Takes the code that WeChat sent along, or redirects to WeChat for one. */
async function enterByOAuth(): Promise<void> {
  const code = takeCode()
  if (code) return begin(await login('oa', code))
  location.replace(`/api/v1/oauth?app=${app}&state=${departure()}`)
  await new Promise(() => {}) // the page is being left
}
// #endif
