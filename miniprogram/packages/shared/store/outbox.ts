// Reports that wait for the network (离线草稿箱). A submitted report is never lost: it is stored here with its photos and its
// Idempotency-Key until the service has answered.
import { reactive, watch } from 'vue'
import { api } from '../api/client'
import { Fault, wordsOf } from '../api/fault'
import { upload } from '../api/upload'
import type { Draft, Report } from '../api/types'
import { dropPhoto, recallPhoto } from '../util/photo'
import { say } from '../use/deed'
import type { KeptPhoto } from '../use/photos'
import { forgotten } from './drafts'
import { session, signIn } from './session'
import { keep, recall } from './surroundings'

/** A waiting report: its Idempotency-Key, its content and its photos. */
export interface Waiting { key: string; draft: Draft; photos: KeptPhoto[]; problem?: string }

export const outbox = reactive({ waiting: [] as Waiting[], sending: false })

const save = () => keep('outbox', outbox.waiting.length ? outbox.waiting : undefined)

/** Loads the reports that waited when the program ended, and sends them when there is a network. */
export function initOutbox(): void {
  outbox.waiting = recall<Waiting[]>('outbox') ?? []
  watch(() => forgotten.times, () => {
    outbox.waiting.forEach((one) => one.photos.forEach((p) => { void dropPhoto(p.key) }))
    outbox.waiting = []
  }, { flush: 'sync' })
  uni.onNetworkStatusChange?.(({ isConnected }) => { if (isConnected) void sendWaiting() })
  if (outbox.waiting.length) void sendWaiting()
}

/** Adds a report; sendWaiting sends it. */
export function post(one: Waiting): void {
  outbox.waiting = [...outbox.waiting.filter((w) => w.key !== one.key), one]
  save()
}

/** Removes a report unsent. */
export function takeOut(key: string): void {
  outbox.waiting = outbox.waiting.filter((w) => w.key !== key)
  save()
}

/** Sends one report: first each photo, once. Returns the report; throws a Fault. progress gets photo and percent. */
export async function deliver(one: Waiting, progress: (photo: number, percent: number) => void = () => {}): Promise<Report> {
  for (const [i, photo] of one.photos.entries()) {
    if (photo.file) continue
    const found = await recallPhoto(photo.key)
    if (!found) continue // deleted by the system; the words are still sent
    photo.file = (await upload(found.path, (percent) => progress(i, percent))).id
    save()
  }
  const file_ids = one.photos.flatMap((p) => (p.file ? [p.file] : []))
  const report = await api.post('/reports', {}, { ...one.draft, file_ids }, one.key)
  one.photos.forEach((p) => { void dropPhoto(p.key) })
  takeOut(one.key)
  return report
}

/** Sends all waiting reports. A refused one stays with its words for correction. */
export async function sendWaiting(): Promise<void> {
  if (outbox.sending) return
  outbox.sending = true
  try {
    if (outbox.waiting.length && !session.token) await signIn() // if another person logs in, the box is empty then
    for (const one of outbox.waiting.filter((w) => !w.problem)) {
      try {
        const report = await deliver(one)
        say(`网络恢复，已提交：${report.number}`)
      } catch (thrown) {
        if (thrown instanceof Fault && thrown.unsure) return // later
        one.problem = wordsOf(thrown)
        save()
      }
    }
  } catch {
    // No login is possible now: later.
  } finally {
    outbox.sending = false
  }
}
