// Who is logged in. A session is made silently: by wx.login in a mini-program, by the official account's snsapi_base in
// WeChat's web view, by the simulated telephone in the demo. Nobody types a password.
import { reactive } from 'vue'
import { Fault } from '../api/fault'
import { send } from '../api/http'
import type { Entry, Person } from '../api/types'
// #ifdef H5
import { departure, takeCode } from './journey'
import { knowService } from './service'
// #endif
import { forgetDrafts, pruneDrafts } from './drafts'
import { app, inWeChatWeb, keep, origin, persona, recall } from './surroundings'

export const session = reactive({
  token: '', person: undefined as Person | undefined,
  /** The person has logged out and not asked to come in again. */
  left: false,
})

/** Takes up the session that the device kept. */
export function restoreSession(): void {
  Object.assign(session, recall<{ token: string; person: Person }>('session') ?? {})
  session.left = recall<boolean>('left') === true
  pruneDrafts()
}

function begin(entry: Entry): void {
  const before = recall<string>('owner')
  if (before && before !== entry.person.id) forget()
  session.token = entry.token
  setPerson(entry.person)
}

/** Notes what the service says about me. */
export function setPerson(person: Person): void {
  session.person = person
  keep('session', { token: session.token, person })
  keep('owner', person.id)
}

/** Forgets what the person has left on the device unsent. */
function forget(): void {
  for (const name of ['owner', 'outbox', 'community']) keep(name, undefined)
  forgetDrafts()
}

/** Forgets the person, and logs nobody in until `comeIn`. */
export function stayOut(): void {
  signOut()
  session.person = undefined
  forget()
  session.left = true
  keep('left', true)
}

/** Logs in because the person asks for it. Throws a Fault. */
export function comeIn(): Promise<void> {
  session.left = false
  keep('left', undefined)
  return signIn()
}

/** Forgets the session on this device. */
export function signOut(): void {
  session.token = ''
  keep('session', undefined)
}

let underWay: Promise<void> | undefined

/** Makes a session; several who ask at once wait for the same one. Throws a Fault. */
export async function signIn(): Promise<void> {
  if (session.left) throw new Fault('client.left', '您已退出登录', 401)
  underWay ??= enter().finally(() => { underWay = undefined })
  return underWay
}

/** Does something with the session's token; logs in first, or once again when the session had ended. */
export async function withSession<T>(what: (token: string) => Promise<T>): Promise<T> {
  if (!session.token) await signIn()
  const token = session.token, who = session.person?.id
  try {
    return await what(token)
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.status !== 401) throw thrown
    if (session.token === token) signOut() // whoever was first; the others find the new one
    if (!session.token) await signIn()
    if (who && who !== session.person?.id) throw new Fault('client.other', '登录的人变了，请重新操作', 401) // never done as somebody else
    return what(session.token)
  }
}

async function enter(): Promise<void> {
  // #ifdef MP-WEIXIN
  const { code } = await uni.login({ provider: 'weixin' })
  begin(await login(app, code))
  // #endif
  // #ifdef H5
  const service = await knowService()
  if (service.demo && persona()) return enterDemo()
  if (!inWeChatWeb()) throw new Fault('client.outside', '请在微信里打开', 0)
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

/** Takes the code that WeChat sent along, or goes to WeChat for one. */
async function enterByOAuth(): Promise<void> {
  const code = takeCode()
  if (code) return begin(await login('oa', code))
  location.replace(`/api/v1/oauth?app=${app}&state=${departure()}`)
  await new Promise(() => {}) // the page is left
}
// #endif
