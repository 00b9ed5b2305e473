// What waits for the network (离线草稿箱): reports, results of today's list and notes. A submitted request is never lost: it is stored
// here with its photos and its Idempotency-Key until the service has answered.
import { reactive, watch } from 'vue'
import { api } from '../api/client'
import { Fault, wordsOf } from '../api/fault'
import { upload } from '../api/upload'
import { dropPhoto, recallPhoto } from '../util/photo'
import { say } from '../use/deed'
import type { KeptPhoto } from '../use/photos'
import { forgotten } from './drafts'
import { session, signIn } from './session'
import { keep, recall } from './surroundings'

/** A waiting request: POST to a path below /api/v1, with its Idempotency-Key, content and photos. */
export interface Waiting {
  key: string
  to: string
  body: Record<string, unknown>
  photos: KeptPhoto[]
  /** What people read of it. */
  name: string
  /** The row of today's list whose result it is. */
  task?: string
  /** Why the service refused it. */
  problem?: string
}

/** The path of reports. */
export const reports = '/reports'

export const outbox = reactive({ waiting: [] as Waiting[], sending: false, sent: [] as string[] })

const save = () => keep('outbox', outbox.waiting.length ? outbox.waiting : undefined)

/** A report as versions before 今天 stored it. */
interface OldReport extends Omit<Waiting, 'to' | 'body' | 'name'> { draft: Record<string, unknown> & { text?: string } }

const restored = (one: Waiting | OldReport): Waiting =>
  ('draft' in one ? { ...one, to: reports, body: one.draft, name: one.draft.text || '随手拍' } : one)

/** Loads what waited when the program ended, and sends it when there is a network. */
export function initOutbox(): void {
  outbox.waiting = (recall<(Waiting | OldReport)[]>('outbox') ?? []).map(restored)
  watch(() => forgotten.times, () => {
    outbox.waiting.forEach((one) => one.photos.forEach((p) => { void dropPhoto(p.key) }))
    outbox.waiting = outbox.sent = []
  }, { flush: 'sync' })
  uni.onNetworkStatusChange?.(({ isConnected }) => { if (isConnected) void sendWaiting() })
  if (outbox.waiting.length) void sendWaiting()
}

/** Adds a request; sendWaiting sends it. */
export function post(one: Waiting): void {
  outbox.waiting = [...outbox.waiting.filter((w) => w.key !== one.key), one]
  save()
}

/** Removes a request unsent. */
export function takeOut(key: string): void {
  outbox.waiting = outbox.waiting.filter((w) => w.key !== key)
  save()
}

/** Removes a request unsent, with its photos. */
export function discard(one: Waiting): void {
  one.photos.forEach((photo) => { void dropPhoto(photo.key) })
  takeOut(one.key)
}

/** Sends one request: first each photo, once. Returns the answer; throws a Fault. progress gets photo and percent. */
export async function deliver(one: Waiting, progress: (photo: number, percent: number) => void = () => {}): Promise<any> {
  for (const [i, photo] of one.photos.entries()) {
    if (photo.file) continue
    const found = await recallPhoto(photo.key)
    if (!found) continue // deleted by the system; the words are still sent
    photo.file = (await upload(found.path, (percent) => progress(i, percent))).id
    save()
  }
  const file_ids = one.photos.flatMap((p) => (p.file ? [p.file] : []))
  const body = one.photos.length || one.to === reports ? { ...one.body, file_ids } : one.body
  const answer = await api.post(one.to as any, {}, body as any, one.key)
  one.photos.forEach((p) => { void dropPhoto(p.key) })
  if (one.task) outbox.sent = [...outbox.sent, one.task]
  takeOut(one.key)
  return answer
}

let again = false

/** Sends everything that waits, in order. A refused request stays with its words for correction. Returns how many were sent. */
export async function sendWaiting(): Promise<number> {
  if (outbox.sending) { again = true; return 0 }
  outbox.sending = true
  let sent = 0
  try {
    if (outbox.waiting.length && !session.token) await signIn() // if another person logs in, the box is empty then
    for (let one = next(); one; one = next()) {
      try {
        const answer = await deliver(one)
        sent++
        if (one.to === reports) say(`网络恢复，已提交：${answer.number}`)
      } catch (thrown) {
        if (thrown instanceof Fault && thrown.unsure) break // later
        one.problem = wordsOf(thrown)
        save()
      }
    }
  } catch {
    // No login is possible now: later.
  } finally {
    outbox.sending = false
  }
  if (again) { again = false; sent += await sendWaiting() }
  return sent
}

const next = () => outbox.waiting.find((w) => !w.problem)
