// The terms in which a community promises something.
import type { components } from '../api/types'

export type Term = components['schemas']['Term']
export type Unit = Term['unit']

/** The units with the largest number of each, as package when allows it. */
export const units: { value: Unit; name: string; most: number }[] = [
  { value: 'working_hour', name: '工作小时', most: 10_000 }, { value: 'working_day', name: '工作日', most: 2500 },
  { value: 'minute', name: '分钟', most: 10_000 }, { value: 'hour', name: '小时', most: 10_000 }, { value: 'day', name: '天', most: 3650 },
]

/** 4 工作小时 */
export const sayTerm = (t: Term | undefined | null): string => (t ? `${t.n} ${units.find((u) => u.value === t.unit)!.name}` : '')

/** What is wrong with a term, or "". */
export function wrongTerm(t: Term | undefined | null, must: boolean): string {
  if (!t) return must ? '要填' : ''
  const { most, name } = units.find((u) => u.value === t.unit)!
  return Number.isInteger(t.n) && t.n >= 1 && t.n <= most ? '' : `请填 1 到 ${most} 之间的整数（${name}）`
}
