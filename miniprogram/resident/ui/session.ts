// The state of a session for a resident who wants a place, in the order of the service's refusals.
import type { Service, Session } from '@linli/shared/api/types'
import type { Tone } from '@linli/shared/ui/states'
import { instant, later, monday, now, sayTime } from '@linli/shared/util/time'

export interface Standing {
  kind: 'free' | 'wait' | 'full' | 'soon' | 'late' | 'cancelled' | 'over'
  words: string
  tone: Tone
}

/** The current state. `wait` is full with room on the waitlist. */
export function standing(s: Session, service: Service | undefined, at = now()): Standing {
  if (s.state === 'cancelled') return { kind: 'cancelled', words: '已取消', tone: 'bad' }
  if (s.state === 'over' || instant(s.end_at) <= at) return { kind: 'over', words: '已结束', tone: 'off' }
  if (instant(s.opens_at) > at) return { kind: 'soon', words: `${sayTime(s.opens_at)} 开始预约`, tone: 'wait' }
  const last = s.periods[s.periods.length - 1]?.begin_at ?? s.begin_at
  if (instant(last) - (service?.rules.notice_minutes ?? 0) * 60_000 <= at) return { kind: 'late', words: '已截止', tone: 'off' }
  if (s.free > 0) return { kind: 'free', words: `余 ${s.free} 个`, tone: 'good' }
  if (s.waiting < s.waitlist_most) return { kind: 'wait', words: '已约满，可候补', tone: 'wait' }
  return { kind: 'full', words: '已约满', tone: 'off' }
}

/** The seven days from the first one, so that no day before today takes a place in the strip. */
export const sevenDays = (first: string): string[] => Array.from({ length: 7 }, (_, i) => later(first, i))

/** A day of each calendar week that the seven days touch: the service answers by the week. */
export const weeksOf = (first: string): string[] => [...new Set([monday(first), monday(later(first, 6))])]

/** The text under a date for all sessions of the day; "" without any. */
export function dayWords(sessions: Session[], services: Map<string, Service>): string {
  if (!sessions.length) return ''
  const all = sessions.map((s) => standing(s, services.get(s.service_id)))
  const free = sessions.reduce((sum, s, i) => sum + (all[i].kind === 'free' ? s.free : 0), 0)
  if (free) return `余${free}`
  for (const [kind, words] of [['wait', '候补'], ['soon', '未开'], ['full', '约满']] as const) if (all.some((s) => s.kind === kind)) return words
  return all.some((s) => s.kind === 'cancelled') ? '停' : '过了'
}
