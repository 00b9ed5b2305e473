// How what is lent is said, the same in both clients.
import type { Loan, Thing } from '../api/types'
import { dayOf, later, now, sayDay, weekday } from '../util/time'
import type { Tone } from './states'

/** Until when it may be kept, in a word and how that looks: 今天到期, 已过期 3 天, 12月3日到期; of what ended, how. */
export function dueOf(l: Pick<Loan, 'state' | 'state_name' | 'late' | 'due'>, at = now()): { text: string; tone: Tone } {
  if (l.state !== 'out') return { text: l.state_name, tone: l.state === 'lost' ? 'bad' : 'off' }
  const today = dayOf(at)
  if (l.due < today) return { text: `已过期 ${(Date.parse(today) - Date.parse(l.due)) / 86_400_000} 天`, tone: 'bad' }
  if (l.due === today) return { text: '今天到期', tone: 'urgent' }
  return { text: `${l.due === later(today, 1) ? '明天' : sayDay(l.due)}到期`, tone: 'go' }
}

/** 12月3日 周四 */
export const lastDay = (l: Pick<Loan, 'due'>): string => `${sayDay(l.due)} ${weekday(l.due)}`

/** It must be back today, or should be back already. */
export const presses = (l: Pick<Loan, 'state' | 'due'>, at = now()): boolean => l.state === 'out' && l.due <= dayOf(at)

/** 还有 3 件, 借完了 */
export const sayLeft = (t: Pick<Thing, 'left'>): string => (t.left ? `还有 ${t.left} 件` : '借完了')

/** 当天还, 借 3 天 */
export const sayDays = (days: number): string => (days ? `借 ${days} 天` : '当天还')

/** Until when it would have to be back, lent now: 今天, 明天, 12月3日. */
export function backBy(days: number, at = now()): string {
  const today = dayOf(at)
  return ['今天', '明天'][days] ?? sayDay(later(today, days))
}
