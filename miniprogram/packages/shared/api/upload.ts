import { faultOf, silence } from './fault'
import { cookieToken, credentials, newKey } from './http'
import { withSession } from '../store/session'
import { origin } from '../store/surroundings'
import type { File, Paper } from './types'

type Progress = (percent: number) => void

/** Uploads a photo from a local path; progress gets 0 to 100. Returns the file of the service; throws a Fault. */
export const upload = (path: string, progress: Progress = () => {}): Promise<File> =>
  withSession((token) => once<File>(token, '/media', path, {}, '', progress))

/** What is said of a document with its photo; see POST /papers. */
export interface Document { name: string; valid_until?: string; keep?: 'true' | 'false'; person_id?: string; about?: string; matter_only?: 'true' }

/** Hands in the photo of a document (材料); with the same key never twice. Throws a Fault. */
export const handIn = (path: string, said: Document, key: string, progress: Progress = () => {}): Promise<Paper> =>
  withSession((token) => once<Paper>(token, '/papers', path, { ...said }, key, progress))

function once<T>(token: string, to: string, path: string, said: Record<string, string>, key: string, progress: Progress): Promise<T> {
  return new Promise((resolve, reject) => {
    const task = uni.uploadFile({
      url: `${origin()}/api/v1${to}`,
      filePath: path,
      name: 'file',
      formData: said,
      timeout: 60_000,
      // A form with a cookie is taken only with a header of ours: no other site can send it.
      header: { ...credentials(token), ...(key || token === cookieToken ? { 'Idempotency-Key': key || newKey() } : {}) },
      success: (r) => {
        const body = read(r.data)
        if (r.statusCode === 201 && body) resolve(body as T)
        else reject(faultOf(r.statusCode, body))
      },
      fail: (e) => reject(silence(e.errMsg)),
    })
    task?.onProgressUpdate?.((p) => progress(p.progress))
  })
}

function read(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
