// Logout: no data of a person stays on the device for the next one.
import { Fault } from '../api/fault'
import { newKey, send } from '../api/http'
import { session, stayOut } from './session'
import { origin } from './surroundings'

/** Logs out until the person logs in again. Without a network only the device forgets the session. */
export async function logOut(): Promise<void> {
  try {
    if (session.token) await send({ method: 'POST', url: `${origin()}/api/v1/logout`, token: session.token, key: newKey() })
  } catch (thrown) {
    if (!(thrown instanceof Fault) || !(thrown.unsure || thrown.status === 401)) throw thrown
  }
  stayOut()
}
