// The client of the API, typed by the contract. A session is created on first need and renewed when it has expired.
import { newKey, send, type Sending } from './http'
import type { Answer, Body, Params, Path, Verb } from './contract'
import { withSession } from '../store/session'
import { origin } from '../store/surroundings'

const root = () => `${origin()}/api/v1`

/** Fills a path's {names} from the parameters and puts the others into the query. */
export function addressOf(path: string, params: Record<string, unknown> = {}): string {
  const left = { ...params }
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = left[name]
    delete left[name]
    return encodeURIComponent(String(value))
  })
  const query = Object.entries(left)
    .filter(([, value]) => value !== undefined && value !== '')
    .map(([name, value]) => `${name}=${encodeURIComponent(String(value))}`)
  return query.length ? `${filled}?${query.join('&')}` : filled
}

const authorised = <T>(sending: Omit<Sending, 'token'>): Promise<T> => withSession((token) => send<T>({ ...sending, token }))

type Given<P extends string, V extends Verb> = {} extends Params<P, V> ? [params?: Params<P, V>] : [params: Params<P, V>]
type Written<P extends string, V extends Verb> = [params: Params<P, V>, body?: Body<P, V>, key?: string]

const write = (method: Sending['method']) => (path: string, params: unknown, body?: unknown, key?: string) =>
  authorised<any>({ method, url: root() + addressOf(path, params as Record<string, unknown>), body, key: key ?? newKey() })

/**
 * All operations below /api/v1. Parameters of path and query come first, then the body, then an Idempotency-Key; without one
 * each call is a request of its own. All throw a Fault.
 */
export const api = {
  get: <P extends Path<'get'>>(path: P, ...[params]: Given<P, 'get'>): Promise<Answer<P, 'get'>> =>
    authorised({ method: 'GET', url: root() + addressOf(path, params as Record<string, unknown>) }),
  post: write('POST') as <P extends Path<'post'>>(path: P, ...given: Written<P, 'post'>) => Promise<Answer<P, 'post'>>,
  put: write('PUT') as <P extends Path<'put'>>(path: P, ...given: Written<P, 'put'>) => Promise<Answer<P, 'put'>>,
  patch: write('PATCH') as <P extends Path<'patch'>>(path: P, ...given: Written<P, 'patch'>) => Promise<Answer<P, 'patch'>>,
  delete: write('DELETE') as <P extends Path<'delete'>>(path: P, ...given: Written<P, 'delete'>) => Promise<Answer<P, 'delete'>>,
  /** The bytes of a printed sheet (GET) or of a ledger (POST with a body). */
  bytes: (path: Path<'get'> | Path<'post'>, params: Record<string, unknown> = {}, body?: unknown): Promise<ArrayBuffer> =>
    authorised({
      method: body ? 'POST' : 'GET', url: root() + addressOf(path, params), body, bytes: true, key: body ? newKey() : undefined,
    }),
}

/** Operations without a login. */
export const open = {
  get: <P extends Path<'get'>>(path: P, ...[params]: Given<P, 'get'>): Promise<Answer<P, 'get'>> =>
    send({ method: 'GET', url: root() + addressOf(path, params as Record<string, unknown>) }),
  post: <P extends Path<'post'>>(path: P, ...[params, body, key]: Written<P, 'post'>): Promise<Answer<P, 'post'>> =>
    send({ method: 'POST', url: root() + addressOf(path, params as Record<string, unknown>), body, key }),
}
