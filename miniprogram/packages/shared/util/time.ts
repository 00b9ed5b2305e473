// Times of the service are RFC 3339 in Beijing time. They are read as text, so that a telephone in another time zone, or
// without a parser for them, shows the same.

import { ref } from 'vue'

const ahead = ref(0) // offset of the service's clock to the device's, ms; what was said before it is known is said again

/** Sets the offset from the time of the service. */
export function setServerTime(iso: string | undefined): void {
  if (iso) ahead.value = instant(iso) - Date.now()
}

/** Now, by the service's clock. */
export const now = (): number => Date.now() + ahead.value

/** The instant of an RFC 3339 text in Beijing time, in ms. */
export function instant(iso: string): number {
  const n = iso.match(/\d+/g)!.map(Number)
  return Date.UTC(n[0], n[1] - 1, n[2], n[3] || 0, n[4] || 0, n[5] || 0) - 8 * 3_600_000
}

/** The day in Beijing, 2026-11-26. */
export const dayOf = (ms: number): string => new Date(ms + 8 * 3_600_000).toISOString().slice(0, 10)

/** An instant as the service reads it, 2026-11-26T14:05:00+08:00. */
export const momentOf = (ms: number): string => `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`

/** 14:05 */
export const clock = (iso: string): string => iso.slice(11, 16)

/** 11月26日 */
export const sayDay = (iso: string): string => `${+iso.slice(5, 7)}月${+iso.slice(8, 10)}日`

/** 周四 */
export const weekday = (iso: string): string =>
  `周${'日一二三四五六'[new Date(Date.UTC(+iso.slice(0, 4), +iso.slice(5, 7) - 1, +iso.slice(8, 10))).getUTCDay()]}`

/** 今天, 明天, 后天, 昨天, or 11月26日 周四 */
export function sayNearDay(iso: string, at = now()): string {
  const away = (Date.parse(iso.slice(0, 10)) - Date.parse(dayOf(at))) / 86_400_000
  const near: Record<string, string> = { '-1': '昨天', 0: '今天', 1: '明天', 2: '后天' }
  return near[away] ?? `${sayDay(iso)} ${weekday(iso)}`
}

/** 刚刚, 5分钟前, 今天 09:30, 昨天 18:02, 11月20日 18:02; "" without a time. For the future: 明天 09:30 … */
export function sayTime(iso: string, at = now()): string {
  if (!iso) return ''
  const past = at - instant(iso)
  if (past >= 0 && past < 60_000) return '刚刚'
  if (past >= 0 && past < 3_600_000) return `${Math.floor(past / 60_000)}分钟前`
  return sayAt(iso, at)
}

/** 今天 09:30, 明天 09:30, 11月20日 18:02 */
function sayAt(iso: string, at: number): string {
  const day = sayNearDay(iso, at)
  return `${day.length > 2 ? sayDay(iso) : day} ${clock(iso)}`
}

/** A deadline: 今天 09:30 前, also shortly after it; "" without one. */
export const sayDue = (iso: string, at = now()): string => (iso ? `${sayAt(iso, at)} 前` : '')

/** The Monday of the week n weeks after the one of the day. */
export function monday(day: string, weeks = 0): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7) + 7 * weeks)
  return date.toISOString().slice(0, 10)
}

/** The day n days later. */
export function later(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}
