// The sheet of a week: services by days.
import { clock } from '@linli/shared/util/time'
import { daysOf, type Held } from '@linli/shared/work/week'

export interface Row { id: string; name: string; place: string; days: Held[][] }

/** One row for each service that has sessions in the week, by its first hour. */
export function rowsOf(monday: string, items: Held[]): Row[] {
  const days = daysOf(monday), ids: string[] = []
  for (const s of items) if (!ids.includes(s.service_id)) ids.push(s.service_id)
  const first = (id: string) => items.filter((s) => s.service_id === id).map((s) => clock(s.begin_at)).sort()[0]
  return ids.sort((a, b) => (first(a) < first(b) ? -1 : first(a) > first(b) ? 1 : 0)).map((id) => {
    const mine = items.filter((s) => s.service_id === id), service = mine[0].service
    return { id, name: service?.name ?? '服务', place: service?.place ?? '', days: days.map((d) => mine.filter((s) => s.day === d)) }
  })
}

/** The people who serve in a session, by the line of the timetable that it follows; on a day with other hours, by the only line. */
export function providersOf(s: Held): string[] {
  const lines = s.service?.entries ?? [], weekday = new Date(`${s.day}T00:00:00Z`).getUTCDay() || 7
  const line = lines.find((e) => e.begin === clock(s.begin_at) && e.days.includes(weekday)) ?? (lines.length === 1 ? lines[0] : undefined)
  return line?.provider_ids ?? []
}
