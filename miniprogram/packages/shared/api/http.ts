// One request over uni.request, the same in WeChat and in a browser.
import { faultOf, silence } from './fault'

export interface Sending {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  body?: unknown
  token?: string
  /** The same for each repetition of one request; see keyOf. */
  key?: string
  /** Returns bytes instead of JSON. */
  bytes?: boolean
}

/** Stands for a session whose token is in a cookie of the browser: the desk's. */
export const cookieToken = 'cookie'

/** The header that names the session; a cookie comes by itself. */
export const credentials = (token?: string): Record<string, string> =>
  (token && token !== cookieToken ? { Authorization: `Bearer ${token}` } : {})

const patience = 15_000 // ms; the same as the server's timeout

/** Returns the body of a success; throws a Fault for anything else. */
export function send<T>(s: Sending): Promise<T> {
  return new Promise((resolve, reject) => {
    uni.request({
      url: s.url,
      method: s.method as any, // uni's types lack PATCH, but its H5 and WeChat have it
      data: (s.body ?? (s.method === 'GET' ? undefined : {})) as any,
      timeout: patience,
      responseType: s.bytes ? 'arraybuffer' : 'text',
      header: {
        'Content-Type': 'application/json',
        ...credentials(s.token),
        ...(s.key ? { 'Idempotency-Key': keyOf(s) } : {}),
      },
      success: (r) => {
        if (r.statusCode >= 200 && r.statusCode < 300) resolve(r.data as T)
        else reject(faultOf(r.statusCode, s.bytes ? decode(r.data as ArrayBuffer) : r.data))
      },
      fail: (e) => reject(silence(e.errMsg)),
    })
  })
}

/** Reads the JSON of an error that came where bytes were expected. */
function decode(bytes: ArrayBuffer): unknown {
  try {
    const text = String.fromCharCode(...new Uint8Array(bytes))
    return JSON.parse(decodeURIComponent(escape(text)))
  } catch {
    return null
  }
}

/**
 * The Idempotency-Key of a request. It depends on target and body too: a repetition with changed words, or for another
 * report, has another key.
 */
export function keyOf({ key, method, url, body }: Sending): string {
  const said = `${method} ${url} ${JSON.stringify(body ?? {})}`
  return `${key}-${fnv(said, 0x811c9dc5)}${fnv(said, 0x050c5d1f)}`
}

/** The FNV-1a hash of a text, with a chosen start value. */
function fnv(text: string, hash: number): string {
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}

let last = 0

/** A new key for a request. */
export function newKey(): string {
  last = Math.max(Date.now(), last + 1)
  return `${last.toString(36)}-${Math.random().toString(36).slice(2, 12)}`
}
