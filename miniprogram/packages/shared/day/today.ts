// Today's list (今天) on the device: it is kept for the day, and results go through the outbox.
import { api } from '../api/client'
import { newKey } from '../api/http'
import type { KeptPhoto } from '../use/photos'
import { post, sendWaiting, type Waiting } from '../store/outbox'
import { keep, recall } from '../store/surroundings'
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

/** Puts a request into the outbox and sends it now if there is a network. */
export function handOver(one: Waiting): Promise<number> {
  post(one)
  return sendWaiting()
}
