// What changes while the desk is open. One tab of the browser asks the service and tells the others; where the browser cannot
// agree on one (no Web Locks), each tab asks by itself, less often.
import { reactive } from 'vue'
import { api } from '@linli/shared/api/client'
import { Fault } from '@linli/shared/api/fault'
import type { components } from '@linli/shared/api/types'
import { session } from '@linli/shared/store/session'
import { storageKey } from '@linli/shared/store/surroundings'
import { may } from '@linli/shared/work/powers'

export type News = Omit<components['schemas']['News'], 'next'>
type Hear = (news: News) => void

/** Whether the service answers; the desk says so when it does not. */
export const live = reactive({ silent: false })

const ears = new Set<Hear>()
const tell = (news: News) => { for (const hear of [...ears]) hear(news) }

/** Calls `hear` for each piece of news; returns the function that ends it. */
export function onNews(hear: Hear): () => void {
  ears.add(hear)
  return () => { ears.delete(hear) }
}

const pause = (ms: number) => new Promise<void>((done) => { setTimeout(done, ms) })
const patient = 20_000, shortest = 5000, longest = 60_000 // ms

/** The pause after so many failures in a row: anything up to its length, so that the desks of a county come back one by one after a restart. */
export const pauseAfter = (failures: number): number => Math.min(longest, shortest * 2 ** (failures - 1)) * (0.2 + 0.8 * Math.random())

/** Asks again and again until the person has left; `rest` is the pause between two answers. */
export async function listen(rest: number, spread: (news: News) => void): Promise<void> {
  const who = session.person?.id
  let since: string | undefined, failures = 0
  while (session.person?.id === who && session.token) {
    try {
      const { next, ...news } = await api.get('/staff/news', { since })
      if (since && (news.all || news.home || news.reports.length)) spread(news)
      if (live.silent) spread({ reports: [], home: true, all: true }) // what happened meanwhile is not known
      since = next
      failures = 0
      live.silent = false
      if (rest) await pause(rest)
    } catch (thrown) {
      if (thrown instanceof Fault && (thrown.status === 401 || thrown.status === 403)) return
      live.silent = !(thrown instanceof Fault && thrown.status === 429)
      if (thrown instanceof Fault && thrown.status === 400) since = undefined
      await pause(pauseAfter(++failures))
    }
  }
}

let started = ''
/** Starts to listen for the person who is logged in; once for each. */
export function startNews(): void {
  const who = session.person?.id
  if (!who || started === who || !may('work')) return
  started = who
  const name = `${storageKey('news')}.${who}`
  if (!('locks' in navigator) || !('BroadcastChannel' in window)) {
    void listen(patient, tell).finally(() => { started = '' })
    return
  }
  const others = new BroadcastChannel(name)
  others.onmessage = (e) => tell(e.data as News)
  void navigator.locks.request(name, () => listen(0, (news) => { tell(news); others.postMessage(news) }))
    .finally(() => { others.close(); started = '' })
}
