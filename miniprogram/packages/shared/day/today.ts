// Today's list (今天) on the device: it is kept for the day, and results go through the outbox.
import { api } from '../api/client'
import { newKey } from '../api/http'
import type { KeptPhoto } from '../use/photos'
import { outbox, post, sendWaiting, takeOut, type Waiting } from '../store/outbox'
import { keep, recall } from '../store/surroundings'
import { say } from '../use/deed'
import { dayOf, momentOf, now } from '../util/time'

type Answer = Awaited<ReturnType<typeof fetchToday>>
export type Task = Answer['items'][number]
export type Tap = Task['taps'][number]

/** The list as it was loaded, with the time. */
export interface Held extends Answer { at: number }

const fetchToday = () => api.get('/today')

/** Loads the list and keeps it. */
export async function loadToday(): Promise<Held> {
  const held = { ...(await fetchToday()), at: now() }
  keep('today', held)
  return held
}

/** The list kept today; yesterday's is gone. */
export function heldToday(): Held | undefined {
  const held = recall<Held>('today')
  if (held && held.day !== dayOf(now())) {
    keep('today', undefined)
    return undefined
  }
  return held
}

/** The request of a tap with the words and photos that belong to it. */
export function resultOf(task: Task, tap: Tap, words = '', photos: KeptPhoto[] = []): Waiting {
  const body: Record<string, unknown> = { ...tap.body }
  if (tap.words && words) body[tap.words] = words
  if (tap.at) body[tap.at] = momentOf(now())
  return { key: newKey(), to: tap.path, body, photos, name: `${tap.name}：${task.title}`, task: task.key }
}

/** The request of a tap with the answers of its form. */
export const filledResult = (task: Task, tap: Tap, values: Record<string, string>): Waiting => {
  const one = resultOf(task, tap)
  return { ...one, body: { ...one.body, values: { ...values } } }
}

/** Taken by the service, waiting for the network, or refused. */
export type Handed = 'sent' | 'waits' | 'refused'

/**
 * Puts a request into the outbox, sends it now if there is a network, and tells the person how it went: `done` when the service
 * has taken it, the words of the service when it refused. A refused request stays in the outbox.
 */
export async function handOver(one: Waiting, done = '记下了'): Promise<Handed> {
  post(one)
  await sendWaiting()
  const left = outbox.waiting.find((w) => w.key === one.key)
  say(!left ? done : left.problem ?? '先存在手机里，联网后自动提交')
  return !left ? 'sent' : left.problem ? 'refused' : 'waits'
}

/** The same for a form: it keeps what a refused request says, so that the person corrects it there. Returns whether the form is done. */
export async function handForm(one: Waiting, done?: string): Promise<boolean> {
  const refused = (await handOver(one, done)) === 'refused'
  if (refused) takeOut(one.key)
  return !refused
}
