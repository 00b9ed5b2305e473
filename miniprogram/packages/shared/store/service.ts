// Public facts of the service: whether it is the demo, its templates for consents, its time.
import { send } from '../api/http'
import type { paths } from '../api/types'
import { setServerTime } from '../util/time'
import { origin } from './surroundings'

export type ServiceFacts = paths['/api/v1/client']['get']['responses'][200]['content']['application/json']

let known: Promise<ServiceFacts> | undefined

/** Returns the facts, fetched once; throws a Fault and fetches again next time. */
export function knowService(): Promise<ServiceFacts> {
  known ??= send<ServiceFacts>({ method: 'GET', url: `${origin()}/api/v1/client` }).then((facts) => {
    setServerTime(facts.now)
    return facts
  }, (thrown) => {
    known = undefined
    throw thrown
  })
  return known
}

/** Asks for consent to subscribe messages (订阅消息); must be called in the handler of a tap. It never blocks. */
export async function askConsent(ids: string[]): Promise<void> {
  // #ifdef MP-WEIXIN
  if (!ids.length) return
  await new Promise<void>((done) => {
    uni.requestSubscribeMessage({ tmplIds: ids.slice(0, 3), complete: () => done() } as any)
  })
  // #endif
}
