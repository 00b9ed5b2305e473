// What the service knows of me, fresh; the device's own copy may be of last week.
import { api } from '@linli/shared/api/client'
import type { Person } from '@linli/shared/api/types'
import { session, setPerson } from '@linli/shared/store/session'

/** Asks who I am and notes it. Throws a Fault. */
export async function freshMe(): Promise<Person> {
  const person = await api.get('/me')
  setPerson(person)
  return person
}

/** Who I am, asked only when the device does not know. Throws a Fault. */
export const knowMe = async (): Promise<Person> => session.person ?? freshMe()
