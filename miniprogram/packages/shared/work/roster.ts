// Changes of the roster: an edit is previewed first, and applied exactly as the preview showed.
import { api } from '../api/client'
import { Fault } from '../api/fault'
import type { components } from '../api/types'

export type Edit = components['schemas']['RosterEdit']
export type Preview = components['schemas']['RosterPreview']
export type Change = components['schemas']['RosterChange']
export type Problem = components['schemas']['RosterProblem']
export type Member = components['schemas']['Member']
export type Post = components['schemas']['MemberPosting']
export type RosterArea = components['schemas']['RosterArea']
export type Org = components['schemas']['RosterOrg']

/** What a person wants to change, and what that would do. */
export interface Planned { title: string; edit: Edit; preview: Preview; go: string; bad?: boolean; said: string }

/** Previews an edit of a form; what is wrong with it is told in the form. */
export async function plan(title: string, edit: Edit, go: string, said: string, bad = false): Promise<Planned> {
  const preview = await api.post('/staff/roster/preview', {}, edit)
  if (preview.problems.length) throw new Fault('roster.wrong', preview.problems.map(sayProblem).join('；'), 400)
  if (!preview.token) throw new Fault('roster.same', '没有改动，和现在一样', 400)
  return { title, edit, preview, go, bad, said }
}

export const apply = (p: Planned, key: string): Promise<unknown> => api.post('/staff/roster', {}, { ...p.edit, token: p.preview.token }, key)

/** A problem of an edit, whose rows nobody counts. */
const sayProblem = (p: Problem): string => (p.column ? `${p.column}：${p.reason}` : p.reason)
