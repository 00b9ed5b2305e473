// Reports that wait for the network (离线草稿箱). What a person has pressed 提交 for is never lost: it stands here with its
// photos and its Idempotency-Key until the service has answered.
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

/** A report on its way: the Idempotency-Key, what is reported, and its photos. */
export interface Waiting { key: string; draft: Draft; photos: KeptPhoto[]; problem?: string }

export const outbox = reactive({ waiting: [] as Waiting[], sending: false })

const save = () => keep('outbox', outbox.waiting.length ? outbox.waiting : undefined)

/** Takes up what waited when the program ended, and sends it when there is a network. */
export function initOutbox(): void {
  outbox.waiting = recall<Waiting[]>('outbox') ?? []
  watch(() => forgotten.times, () => {
    outbox.waiting.forEach((one) => one.photos.forEach((p) => { void dropPhoto(p.key) }))
    outbox.waiting = []
  }, { flush: 'sync' })
  uni.onNetworkStatusChange?.(({ isConnected }) => { if (isConnected) void sendWaiting() })
  if (outbox.waiting.length) void sendWaiting()
}

/** Puts a report into the box; sendWaiting sends it. */
export function post(one: Waiting): void {
  outbox.waiting = [...outbox.waiting.filter((w) => w.key !== one.key), one]
  save()
}

/** Takes a report out of the box unsent. */
export function takeOut(key: string): void {
  outbox.waiting = outbox.waiting.filter((w) => w.key !== key)
  save()
}

/** Sends one report: its photos first, each once. Returns the report; throws a Fault. progress gets photo and percent. */
export async function deliver(one: Waiting, progress: (photo: number, percent: number) => void = () => {}): Promise<Report> {
  for (const [i, photo] of one.photos.entries()) {
    if (photo.file) continue
    const found = await recallPhoto(photo.key)
    if (!found) continue // the system cleared it away; the words are worth sending
    photo.file = (await upload(found.path, (percent) => progress(i, percent))).id
    save()
  }
  const file_ids = one.photos.flatMap((p) => (p.file ? [p.file] : []))
  const report = await api.post('/reports', {}, { ...one.draft, file_ids }, one.key)
  one.photos.forEach((p) => { void dropPhoto(p.key) })
  takeOut(one.key)
  return report
}

/** Sends all that waits. What the service refuses stays, with its words, for the person to mend. */
export async function sendWaiting(): Promise<void> {
  if (outbox.sending) return
  outbox.sending = true
  try {
    if (outbox.waiting.length && !session.token) await signIn() // whoever else comes in finds the box empty
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
    // Nobody can be logged in now: later.
  } finally {
    outbox.sending = false
  }
}
