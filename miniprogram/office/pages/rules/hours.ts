// Working hours as people write them, and special days in a row.
import type { components } from '@linli/shared/api/types'
import { later } from '@linli/shared/util/time'

const minute = (clock: string) => Number(clock.slice(0, 2)) * 60 + Number(clock.slice(3))

/** The spans of a text: 08:30-12:00, 14:00-17:30. */
export const spansOf = (text: string): string[] => text.split(/[,，]/).map((s) => s.trim()).filter(Boolean)

/** What is wrong with the hours of a day, or "". */
export function wrongSpans(text: string, must: boolean): string {
  const spans = spansOf(text)
  if (!spans.length) return must ? '上班的日子要写几点到几点' : ''
  if (spans.length > 6) return '最多六段'
  let last = -1, sum = 0
  for (const s of spans) {
    const m = /^(\d\d:\d\d)-(\d\d:\d\d)$/.exec(s)
    if (!m) return `“${s}”看不懂，请写成 08:30-12:00`
    const [from, to] = [minute(m[1]), minute(m[2])]
    if (Number(m[1].slice(3)) > 59 || Number(m[2].slice(3)) > 59 || to > 1440) return `没有“${s}”这样的时间`
    if (from >= to) return `“${s}”：结束要晚于开始`
    if (from < last) return `“${s}”和前一段重叠，或顺序不对`
    last = to
    sum += to - from
  }
  return must && sum < 60 ? '上班的日子至少一小时' : ''
}

type Special = components['schemas']['SpecialDay']
export interface Holiday { name: string; off: boolean; from: string; to: string }

/** Days of one holiday in a row are one line. */
export function holidaysOf(days: Special[]): Holiday[] {
  const rows: Holiday[] = []
  for (const d of days) {
    const row = rows[rows.length - 1]
    if (row && row.name === d.name && row.off === d.off && later(row.to, 1) === d.date) row.to = d.date
    else rows.push({ name: d.name, off: d.off, from: d.date, to: d.date })
  }
  return rows
}
