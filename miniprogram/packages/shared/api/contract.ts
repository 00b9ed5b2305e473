// Types that read the generated contract: which paths a verb has, what they take and what they answer.
import type { paths } from './schema'

export type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete'

type Root = '/api/v1'
type Full<P extends string> = `${Root}${P}` & keyof paths
type Operation<P extends string, V extends Verb> = paths[Full<P>][V]

/** The paths below /api/v1 that know the verb. */
export type Path<V extends Verb> = {
  [P in keyof paths]: P extends `${Root}${infer Rest}` ? (paths[P][V] extends { responses: unknown } ? Rest : never) : never
}[keyof paths]

type Known<T> = [T] extends [never] ? {} : T // what an operation lacks is written as never
type Part<O, K extends string> = O extends { parameters: infer All } ? (All extends { [N in K]?: infer One } ? Known<Exclude<One, undefined>> : {}) : {}

/** Parameters of path and query together; their names never meet. */
export type Params<P extends string, V extends Verb> = Part<Operation<P, V>, 'path'> & Part<Operation<P, V>, 'query'>

type JSONOf<T> = T extends { content: { 'application/json': infer B } } ? B : undefined

/** The body an operation takes; undefined when it takes none. */
export type Body<P extends string, V extends Verb> =
  Operation<P, V> extends { requestBody?: infer B } ? JSONOf<Exclude<B, undefined>> : undefined

/** What its success answers. */
export type Answer<P extends string, V extends Verb> =
  Operation<P, V> extends { responses: infer R } ? JSONOf<R[keyof R & (200 | 201 | 204)]> : never
