// Types that read the generated contract: the paths of a method, their parameters and their answers.
import type { paths } from './schema'

export type Verb = 'get' | 'post' | 'put' | 'patch' | 'delete'

type Root = '/api/v1'
type Full<P extends string> = `${Root}${P}` & keyof paths
type Operation<P extends string, V extends Verb> = paths[Full<P>][V]

/** The paths below /api/v1 with the method. */
export type Path<V extends Verb> = {
  [P in keyof paths]: P extends `${Root}${infer Rest}` ? (paths[P][V] extends { responses: unknown } ? Rest : never) : never
}[keyof paths]

type Known<T> = [T] extends [never] ? {} : T // a missing part of an operation is generated as never
type Part<O, K extends string> = O extends { parameters: infer All } ? (All extends { [N in K]?: infer One } ? Known<Exclude<One, undefined>> : {}) : {}

/** Parameters of path and query together; their names never collide. */
export type Params<P extends string, V extends Verb> = Part<Operation<P, V>, 'path'> & Part<Operation<P, V>, 'query'>

type JSONOf<T> = T extends { content: { 'application/json': infer B } } ? B : undefined

/** The body of an operation, or undefined. */
export type Body<P extends string, V extends Verb> =
  Operation<P, V> extends { requestBody?: infer B } ? JSONOf<Exclude<B, undefined>> : undefined

/** The body of its success. */
export type Answer<P extends string, V extends Verb> =
  Operation<P, V> extends { responses: infer R } ? JSONOf<R[keyof R & (200 | 201 | 204)]> : never
