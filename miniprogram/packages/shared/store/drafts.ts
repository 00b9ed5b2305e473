// What somebody has begun to write and not sent. It stands on the device until it is sent or thrown away, at most a week, and
// it is gone when the person logs out or somebody else logs in.
import { reactive } from 'vue'
import type { KeptPhoto } from '../use/photos'
import { dropPhoto } from '../util/photo'
import { keep, recall } from './surroundings'

/** What a draft keeps: the fields by name, and the photos. */
export interface Kept { said: Record<string, unknown>; photos: KeptPhoto[] }

type Drafts = Record<string, Kept & { at: number }>

const life = 7 * 24 * 3_600_000 // ms

/** Counts how often everything was forgotten: whoever shows a draft empties it then. */
export const forgotten = reactive({ times: 0 })

const all = (): Drafts => recall<Drafts>('drafts') ?? {}

const save = (drafts: Drafts) => keep('drafts', Object.keys(drafts).length ? drafts : undefined)

/** The draft of this name, or undefined. */
export const recallDraft = (name: string): Kept | undefined => all()[name]

/** Keeps a draft, or with undefined throws it away. */
export function keepDraft(name: string, kept: Kept | undefined): void {
  const drafts = all()
  if (!kept && !drafts[name]) return
  delete drafts[name]
  save(kept ? { ...drafts, [name]: { ...kept, at: Date.now() } } : drafts)
}

const dropPhotosOf = (kept: Kept) => kept.photos.forEach((p) => { void dropPhoto(p.key) })

/** Throws away what is too old, with its photos. */
export function pruneDrafts(): void {
  const now = Date.now(), drafts = all()
  const young = Object.entries(drafts).filter(([, d]) => d.at > now - life)
  if (young.length === Object.keys(drafts).length) return
  Object.values(drafts).filter((d) => d.at <= now - life).forEach(dropPhotosOf)
  save(Object.fromEntries(young))
}

/** Throws all of them away. */
export function forgetDrafts(): void {
  Object.values(all()).forEach(dropPhotosOf)
  keep('drafts', undefined)
  forgotten.times++
}
