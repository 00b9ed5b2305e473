// One request over uni.request, the same in WeChat and in a browser.
import { faultOf, silence } from './fault'

export interface Sending {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  url: string
  body?: unknown
  token?: string
  /** The same for every repetition of one deed; see keyOf. */
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
 * The Idempotency-Key of a request. It belongs to what is asked as well: when somebody presses again after a lost network and
 * has changed the words, or means another report, it is another key.
 */
export function keyOf({ key, method, url, body }: Sending): string {
  const said = `${method} ${url} ${JSON.stringify(body ?? {})}`
  return `${key}-${fnv(said, 0x811c9dc5)}${fnv(said, 0x050c5d1f)}`
}

/** The hash FNV-1a of a text, from a beginning of one's own. */
function fnv(text: string, hash: number): string {
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  return (hash >>> 0).toString(36)
}

let last = 0

/** A new key for a deed. */
export function newKey(): string {
  last = Math.max(Date.now(), last + 1)
  return `${last.toString(36)}-${Math.random().toString(36).slice(2, 12)}`
}
