import { faultOf, silence } from './fault'
import { cookieToken, credentials, newKey } from './http'
import { withSession } from '../store/session'
import { origin } from '../store/surroundings'
import type { File } from './types'

/** Uploads a photo from a local path; progress gets 0 to 100. Returns the file of the service; throws a Fault. */
export const upload = (path: string, progress: (percent: number) => void = () => {}): Promise<File> =>
  withSession((token) => once(token, path, progress))

function once(token: string, path: string, progress: (percent: number) => void): Promise<File> {
  return new Promise((resolve, reject) => {
    const task = uni.uploadFile({
      url: `${origin()}/api/v1/media`,
      filePath: path,
      name: 'file',
      timeout: 60_000,
      // A form with a cookie is taken only with a header of ours: no other site can send it.
      header: { ...credentials(token), ...(token === cookieToken ? { 'Idempotency-Key': newKey() } : {}) },
      success: (r) => {
        const body = read(r.data)
        if (r.statusCode === 201 && body) resolve(body as File)
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
