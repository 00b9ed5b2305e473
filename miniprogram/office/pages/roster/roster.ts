// Workbooks of the roster: previewed first, and loaded exactly as the preview showed.
import { Fault, faultOf, silence } from '@linli/shared/api/fault'
import { cookieToken } from '@linli/shared/api/http'
import type { Preview } from '@linli/shared/work/roster'
import { origin } from '@linli/shared/store/surroundings'
import { withSession } from '@linli/shared/store/session'

export const mostBytes = 8 * 1024 * 1024

/** Sends a roster; with a token it is loaded, without one previewed. */
export const sendBook = (file: File, key: string, token = ''): Promise<Preview> => sendSheets<Preview>('roster', file, key, token)

/** Sends a workbook to what reads it, with more fields. */
export function sendSheets<T>(to: 'roster' | 'guide', file: File, key: string, token = '', more: Record<string, string> = {}): Promise<T> {
  return withSession(async (session) => {
    const form = new FormData()
    form.append('file', file)
    if (token) form.append('token', token)
    for (const [name, value] of Object.entries(more)) form.append(name, value)
    let answer: Response
    try {
      answer = await fetch(`${origin()}/api/v1/staff/${to}/workbook${token ? '' : '/preview'}`, {
        method: 'POST', body: form, credentials: 'same-origin',
        headers: { 'Idempotency-Key': `${key}-${token.slice(0, 8)}-${file.size}-${file.lastModified}`, ...(session === cookieToken ? {} : { Authorization: `Bearer ${session}` }) },
      })
    } catch {
      if (!(await readable(file))) throw new Fault('client.file', '这个文件打开预览以后又改过了，请重新选择', 400)
      throw silence('failed')
    }
    const said = await answer.json().catch(() => null)
    if (!answer.ok) throw faultOf(answer.status, said)
    return said as T
  })
}

/** A file that was saved again since it was chosen can no longer be read. */
const readable = (file: File): Promise<boolean> => file.slice(0, 1).arrayBuffer().then(() => true, () => false)
