// Texts about a booking for residents.
import type { Booking, Service, Session } from '@linli/shared/api/types'
import { clock, instant, now, sayNearDay } from '@linli/shared/util/time'
import { standing } from './session'

/** For whom it is: the name, or the relation to me. */
export function sayWhom(b: Pick<Booking, 'person_id' | 'person_name'>, me: string | undefined, family: { person_id: string; relation_name: string }[]): string {
  if (b.person_name) return b.person_name
  if (!me || b.person_id === me) return '我自己'
  return family.find((c) => c.person_id === b.person_id)?.relation_name || '家人'
}

const grace = 5 * 60_000 // ms after booking in which it can be undone past the cut-off

/** Whether it can still be cancelled, as the service decides: on the waitlist always, with a place until the cut-off or just after booking. */
export function cancellable(b: Pick<Booking, 'state' | 'begin_at' | 'created_at'>, cutoffMinutes: number, at = now()): boolean {
  const begin = instant(b.begin_at), fresh = at < begin && at < instant(b.created_at) + grace
  return b.state === 'waiting' || (b.state === 'confirmed' && (fresh || at < begin - cutoffMinutes * 60_000))
}

/** The label of a period. */
export const sayPeriod = (t: Pick<Session['periods'][number], 'begin_at' | 'free'>, at = now()): string =>
  t.free ? `余${t.free}` : instant(t.begin_at) <= at ? '过了' : '满'

export interface OtherTime { session_id: string; period_id: string; begin_at: string; words: string }

/** The free times of a booking's service to which it can move, soonest first. */
export function otherTimes(sessions: Session[], b: Pick<Booking, 'service_id' | 'period_id'>, service: Service, at = now()): OtherTime[] {
  return sessions
    .filter((s) => s.service_id === b.service_id && standing(s, service, at).kind === 'free')
    .flatMap((s) => s.periods.map((t) => ({ t, s })))
    .filter(({ t }) => t.free > 0 && t.id !== b.period_id && instant(t.begin_at) - service.rules.notice_minutes * 60_000 > at)
    .map(({ t, s }) => ({ session_id: s.id, period_id: t.id, begin_at: t.begin_at, words: `${sayNearDay(t.begin_at, at)} ${clock(t.begin_at)}` }))
}
