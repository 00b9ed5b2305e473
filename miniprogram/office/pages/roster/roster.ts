// Changes of the roster: an edit or a workbook is previewed first, and applied exactly as the preview showed.
import { api } from '@linli/shared/api/client'
import { Fault, faultOf, silence } from '@linli/shared/api/fault'
import { cookieToken } from '@linli/shared/api/http'
import type { components } from '@linli/shared/api/types'
import { origin } from '@linli/shared/store/surroundings'
import { withSession } from '@linli/shared/store/session'

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

export const mostBytes = 8 * 1024 * 1024

/** Sends a workbook; with a token it is loaded, without one previewed. */
export function sendBook(file: File, key: string, token = ''): Promise<Preview> {
  return withSession(async (session) => {
    const form = new FormData()
    form.append('file', file)
    if (token) form.append('token', token)
    let answer: Response
    try {
      answer = await fetch(`${origin()}/api/v1/staff/roster/workbook${token ? '' : '/preview'}`, {
        method: 'POST', body: form, credentials: 'same-origin',
        headers: { 'Idempotency-Key': `${key}-${token.slice(0, 8)}-${file.size}-${file.lastModified}`, ...(session === cookieToken ? {} : { Authorization: `Bearer ${session}` }) },
      })
    } catch {
      if (!(await readable(file))) throw new Fault('client.file', '这个文件打开预览以后又改过了，请重新选择', 400)
      throw silence('failed')
    }
    const said = await answer.json().catch(() => null)
    if (!answer.ok) throw faultOf(answer.status, said)
    return said as Preview
  })
}

/** A file that was saved again since it was chosen can no longer be read. */
const readable = (file: File): Promise<boolean> => file.slice(0, 1).arrayBuffer().then(() => true, () => false)
