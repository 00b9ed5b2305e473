// How a borrowed place is said, the same in both clients, and which half-hours are free.
import type { components } from '../api/types'
import type { Use } from '../api/types'
import { clock, instant, momentOf, now, sayDay, weekday } from '../util/time'
import type { Tone } from './states'

export type HallDay = components['schemas']['PlaceDay']

const tones: Record<Use['state'], Tone> = { asked: 'wait', agreed: 'go', declined: 'bad', used: 'good', absent: 'off', cancelled: 'off' }
export const useTone = (u: Pick<Use, 'state'>): Tone => tones[u.state] ?? 'off'

/** 12月3日 周四 14:00–16:00 */
export const sayUse = (u: Pick<Use, 'from' | 'to'>): string => `${sayDay(u.from)} ${weekday(u.from)} ${clock(u.from)}–${clock(u.to)}`

/** In whose name: the org, the team, or nobody but the person. */
export const sayGroup = (u: Pick<Use, 'org_name' | 'team'>): string => u.org_name || u.team

const half = 1_800_000

/** The beginnings of the free half-hours of a day from now on. */
export function freeStarts(d: HallDay, at = now()): string[] {
  if (d.closed) return []
  const all: string[] = []
  for (const o of d.open) {
    for (let t = Math.ceil(instant(o.from) / half) * half; t + half <= instant(o.to); t += half) {
      if (t > at && !d.busy.some((b) => instant(b.from) < t + half && instant(b.to) > t)) all.push(momentOf(t))
    }
  }
  return all
}

/** Until when one can have it who begins then: as long as nobody else comes, at most eight half-hours. */
export function freeEnds(d: HallDay, from: string, at = now()): string[] {
  const free = freeStarts(d, at)
  const all: string[] = []
  for (let t = instant(from); all.length < 8 && free.includes(momentOf(t)); t += half) all.push(momentOf(t + half))
  return all
}

/** Why nothing is free, or when it is open. */
export function sayDayOf(d: HallDay, at = now()): string {
  if (d.holiday) return `${d.holiday}不外借`
  if (d.closed) return `不开放：${d.closed}`
  if (!d.open.length) return '这一天不开放'
  return freeStarts(d, at).length ? `开放 ${d.open.map((o) => `${clock(o.from)}–${clock(o.to)}`).join('、')}` : '这一天没有空了'
}
