// Logout: no data of a person stays on the device for the next one.
import { api } from '../api/client'
import { Fault } from '../api/fault'
import { newKey } from '../api/http'
import { stayOut } from './session'

/** Logs out until the person logs in again. Without a network only the device forgets the session. */
export async function logOut(): Promise<void> {
  try {
    await api.post('/logout', {}, undefined, newKey())
  } catch (thrown) {
    if (!(thrown instanceof Fault) || !(thrown.unsure || thrown.status === 401)) throw thrown
  }
  stayOut()
}
