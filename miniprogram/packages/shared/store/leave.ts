// Leaving: nothing that one person has left on the device is there for the next.
import { api } from '../api/client'
import { Fault } from '../api/fault'
import { newKey } from '../api/http'
import { stayOut } from './session'

/** Logs out until the person logs in by their own will. Without a network it is done on the device alone. */
export async function logOut(): Promise<void> {
  try {
    await api.post('/logout', {}, undefined, newKey())
  } catch (thrown) {
    if (!(thrown instanceof Fault) || !(thrown.unsure || thrown.status === 401)) throw thrown
  }
  stayOut()
}
