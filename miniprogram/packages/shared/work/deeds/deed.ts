// The steps of staff on a report. The service decides which are open to the actor (`work.can`); here are the form and the
// texts of each.
import { api } from '../../api/client'
import type { components, Report, ReportDetail } from '../../api/types'
import type { Form, Ready } from '../form'
import { may } from '../powers'

export interface Deed {
  name: components['schemas']['WorkOption'] | 'mediate' | 'errand'
  /** What the service allows with it, when that has another name. */
  with?: components['schemas']['WorkOption']
  title: string | ((r: ReportDetail) => string)
  icon: string
  /** Shown at the foot of the page; the others are under 更多. */
  main?: boolean | ((r: ReportDetail) => boolean)
  bad?: boolean
  /** The form. Without it, `run` runs at once and `go` opens a page. */
  form?: (r: ReportDetail) => Form | Promise<Form>
  run?: (r: ReportDetail, key: string) => Promise<unknown>
  go?: (r: ReportDetail) => void
}

/** What the service has to allow. */
export const optionOf = (d: Deed): components['schemas']['WorkOption'] => d.with ?? (d.name as components['schemas']['WorkOption'])

export const ready = (...texts: [string, string][]): Ready[] => texts.map(([name, text]) => ({ name, text }))

/** The community's reply templates for the state; none for people of an org. */
export async function templates(r: Report): Promise<Ready[]> {
  if (!may('territory')) return []
  return (await api.get('/staff/templates', { state: r.state })).items
}
