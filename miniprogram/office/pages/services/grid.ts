// The week of a community as blocks: where each line of the timetable lies, and what moving or stretching one makes of it.
import type { components, Service } from '@linli/shared/api/types'

export type Entry = components['schemas']['TimetableEntry']
export type Line = components['schemas']['TimetableInput']

export const first = 6 * 60, last = 22 * 60, quarter = 15 // minutes of the day that the grid shows, and its step

export const minutes = (clock: string): number => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))
export const clockOf = (m: number): string => `${String(Math.floor(m / 60)).padStart(2, '0')}:${String(m % 60).padStart(2, '0')}`

export interface Block {
  key: string; service: Service; entry: Entry
  /** 1 is Monday. */
  day: number
  from: number; to: number
  /** Which of the columns that overlapping blocks share. */
  lane: number; lanes: number
}

/** The blocks of one day, overlapping ones side by side. */
function lanes(day: Omit<Block, 'lane' | 'lanes'>[]): Block[] {
  const sorted = [...day].sort((a, b) => a.from - b.from || b.to - a.to).map((b) => ({ ...b, lane: 0, lanes: 1 }))
  let group: Block[] = [], until = -1
  const close = () => { const n = Math.max(1, ...group.map((b) => b.lane + 1)); group.forEach((b) => { b.lanes = n }); group = [] }
  for (const b of sorted) {
    if (b.from >= until) close()
    const taken = group.filter((one) => one.to > b.from).map((one) => one.lane)
    while (taken.includes(b.lane)) b.lane++
    group.push(b)
    until = group.length === 1 ? b.to : Math.max(until, b.to)
  }
  close()
  return sorted
}

/** All blocks of the week; `change` stands in for the line with its id. */
export function blocksOf(services: Service[], change?: { id: string; to: Line }): Block[] {
  const days: Omit<Block, 'lane' | 'lanes'>[][] = Array.from({ length: 7 }, () => [])
  for (const service of services) {
    for (const was of service.entries) {
      const entry = was.id === change?.id ? { ...was, ...change.to } as Entry : was
      for (const day of entry.days) days[day - 1].push({ key: `${was.id}-${day}`, service, entry, day, from: minutes(entry.begin), to: minutes(entry.end) })
    }
  }
  return days.reduce<Block[]>((all, day) => [...all, ...lanes(day)], [])
}

const within = (n: number, least: number, most: number) => Math.min(Math.max(n, least), most)

/** The line without what only the service decides. */
export function lineOf(e: Entry): Line {
  const { id: _, ...line } = e
  return line
}

/** The line after its block of a day was moved by some minutes, and to another day unless it has that day already. */
export function moved(e: Line, day: number, to: number, by: number): Line {
  const from = minutes(e.begin!), length = minutes(e.end!) - from
  const begin = within(from + by, 0, 1440 - length)
  return { ...e, days: e.days!.includes(to) ? e.days : e.days!.map((d) => (d === day ? to : d)).sort((a, b) => a - b), begin: clockOf(begin), end: clockOf(begin + length) }
}

/** The line that ends some minutes later or earlier. With periods it stays a whole number of them long. */
export function stretched(e: Line, by: number): Line {
  const begin = minutes(e.begin!), step = e.step_minutes || quarter
  const length = Math.max(step, Math.round((minutes(e.end!) + by - begin) / step) * step)
  return { ...e, end: clockOf(within(begin + length, begin + step, Math.max(begin + step, 1440))) }
}

const names = ['一', '二', '三', '四', '五', '六', '日']
/** 周一、三 09:00-11:00 */
export const sayLine = (e: Line): string => `周${e.days!.map((d) => names[d - 1]).join('、')} ${e.begin}-${e.end}`
