// Texts about a booking for residents.
import type { Booking, Session } from '@linli/shared/api/types'
import { instant, now } from '@linli/shared/util/time'

/** For whom it is: the name, or the relation to me. */
export function sayWhom(b: Pick<Booking, 'person_id' | 'person_name'>, me: string | undefined, family: { person_id: string; relation_name: string }[]): string {
  if (b.person_name) return b.person_name
  if (!me || b.person_id === me) return '我自己'
  return family.find((c) => c.person_id === b.person_id)?.relation_name || '家人'
}

/** Whether it can still be cancelled, as the service decides: on the waitlist always, with a place until the cut-off. */
export function cancellable(b: Pick<Booking, 'state' | 'begin_at'>, cutoffMinutes: number, at = now()): boolean {
  return b.state === 'waiting' || (b.state === 'confirmed' && at < instant(b.begin_at) - cutoffMinutes * 60_000)
}

/** The label of a period. */
export const sayPeriod = (t: Pick<Session['periods'][number], 'begin_at' | 'free'>, at = now()): string =>
  t.free ? `余${t.free}` : instant(t.begin_at) <= at ? '过了' : '满'
