// What can be done to a report. Each deed says when it fits; the service decides in the end, and what it refuses is shown.
import { api } from '@linli/shared/api/client'
import type { Report, ReportDetail } from '@linli/shared/api/types'
import type { Form, Ready } from '../../ui/form'
import { may, type Standing } from '../../ui/powers'

export interface Deed {
  name: string
  title: string | ((r: ReportDetail) => string)
  icon: string
  /** Stands at the foot of the page; the others under 更多. */
  main?: boolean | ((r: ReportDetail, me: Standing) => boolean)
  bad?: boolean
  when: (r: ReportDetail, me: Standing) => boolean
  /** What is asked first. Without it, `run` does it at once and `go` leads elsewhere. */
  form?: (r: ReportDetail) => Form | Promise<Form>
  run?: (r: ReportDetail, key: string) => Promise<unknown>
  go?: (r: ReportDetail) => void
}

export const open = (r: Report): boolean => ['submitted', 'accepted', 'assigned', 'in_hand'].includes(r.state)
export const begun = (r: Report): boolean => ['accepted', 'assigned', 'in_hand'].includes(r.state)
/** The clocks stand still because it was suspended, not because something was asked. */
export const rests = (r: Report): boolean => open(r) && !!r.paused_until && !r.question
/** Holds it, or dispatches it. */
export const handles = (me: Standing): boolean => me.holds || me.desk
export const isPart = (r: Report): boolean => !!r.work?.parent_id

export const ready = (...texts: [string, string][]): Ready[] => texts.map(([name, text]) => ({ name, text }))

/** The community's ready-made replies for the state; who works for an org has none. */
export async function templates(r: Report): Promise<Ready[]> {
  if (!may('territory')) return []
  return (await api.get('/staff/templates', { state: r.state })).items
}
