// One request over uni.request, the same in WeChat and in a browser.
import { faultOf, silence } from './fault'

export interface Sending {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  body?: unknown
  token?: string
  /** Idempotency-Key: the same for every repetition of one deed. */
  key?: string
  /** Answer bytes instead of JSON. */
  bytes?: boolean
}

const patience = 15_000 // ms; the server gives a request as long

/** Returns the answer's body; throws a Fault for everything but a success. */
export function send<T>(s: Sending): Promise<T> {
  return new Promise((resolve, reject) => {
    uni.request({
      url: s.url,
      method: s.method as any, // uni's types lack PATCH, its H5 and WeChat's own do not
      data: (s.body ?? (s.method === 'GET' ? undefined : {})) as any,
      timeout: patience,
      responseType: s.bytes ? 'arraybuffer' : 'text',
      header: {
        'Content-Type': 'application/json',
        ...(s.token ? { Authorization: `Bearer ${s.token}` } : {}),
        ...(s.key ? { 'Idempotency-Key': s.key } : {}),
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

let last = 0

/** A new Idempotency-Key. */
export function newKey(): string {
  last = Math.max(Date.now(), last + 1)
  return `${last.toString(36)}-${Math.random().toString(36).slice(2, 12)}`
}
