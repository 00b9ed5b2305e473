// What can be done to a report. The service says which deeds are open to the caller (`work.can`); here stands what each
// asks for, and how it is said.
import { api } from '@linli/shared/api/client'
import type { components, Report, ReportDetail } from '@linli/shared/api/types'
import type { Form, Ready } from '../../ui/form'
import { may } from '../../ui/powers'

export interface Deed {
  name: components['schemas']['WorkOption']
  title: string | ((r: ReportDetail) => string)
  icon: string
  /** Stands at the foot of the page; the others under 更多. */
  main?: boolean | ((r: ReportDetail) => boolean)
  bad?: boolean
  /** What is asked first. Without it, `run` does it at once and `go` leads elsewhere. */
  form?: (r: ReportDetail) => Form | Promise<Form>
  run?: (r: ReportDetail, key: string) => Promise<unknown>
  go?: (r: ReportDetail) => void
}

export const ready = (...texts: [string, string][]): Ready[] => texts.map(([name, text]) => ({ name, text }))

/** The community's ready-made replies for the state; who works for an org has none. */
export async function templates(r: Report): Promise<Ready[]> {
  if (!may('territory')) return []
  return (await api.get('/staff/templates', { state: r.state })).items
}
