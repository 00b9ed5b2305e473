import { Fault, faultOf, silence } from './fault'
import { session, signIn } from '../store/session'
import { origin } from '../store/surroundings'
import type { File } from './types'

/** Uploads a photo from a local path; progress gets 0 to 100. Returns the file as the service keeps it; throws a Fault. */
export async function upload(path: string, progress: (percent: number) => void = () => {}): Promise<File> {
  if (!session.token) await signIn()
  try {
    return await once(path, progress)
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.status !== 401) throw thrown
    session.token = ''
    await signIn()
    return once(path, progress)
  }
}

function once(path: string, progress: (percent: number) => void): Promise<File> {
  return new Promise((resolve, reject) => {
    const task = uni.uploadFile({
      url: `${origin()}/api/v1/media`,
      filePath: path,
      name: 'file',
      timeout: 60_000,
      header: { Authorization: `Bearer ${session.token}` },
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
