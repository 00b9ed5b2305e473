// The current person, from the service; the copy on the device may be old.
import { api } from '@linli/shared/api/client'
import type { Person } from '@linli/shared/api/types'
import { session, setPerson } from '@linli/shared/store/session'

/** Loads the person and updates the copy. Throws a Fault. */
export async function freshMe(): Promise<Person> {
  const person = await api.get('/me')
  setPerson(person)
  return person
}

/** The person, loaded only when the device has no copy. Throws a Fault. */
export const knowMe = async (): Promise<Person> => session.person ?? freshMe()
