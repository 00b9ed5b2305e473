// Drafts of forms. A draft stays on the device until it is sent or discarded, at most a week; a logout or another person's
// login deletes it.
import { reactive } from 'vue'
import type { KeptPhoto } from '../use/photos'
import { dropPhoto } from '../util/photo'
import { keep, recall } from './surroundings'

/** Content of a draft: the fields by name, and the photos. */
export interface Kept { said: Record<string, unknown>; photos: KeptPhoto[] }

type Drafts = Record<string, Kept & { at: number }>

const life = 7 * 24 * 3_600_000 // ms

/** Counts how often all drafts were deleted: an open form then empties itself. */
export const forgotten = reactive({ times: 0 })

const all = (): Drafts => recall<Drafts>('drafts') ?? {}

const save = (drafts: Drafts) => keep('drafts', Object.keys(drafts).length ? drafts : undefined)

/** The draft of this name, or undefined. */
export const recallDraft = (name: string): Kept | undefined => all()[name]

/** Saves a draft; undefined deletes it. */
export function keepDraft(name: string, kept: Kept | undefined): void {
  const drafts = all()
  if (!kept && !drafts[name]) return
  delete drafts[name]
  save(kept ? { ...drafts, [name]: { ...kept, at: Date.now() } } : drafts)
}

const dropPhotosOf = (kept: Kept) => kept.photos.forEach((p) => { void dropPhoto(p.key) })

/** Deletes expired drafts with their photos. */
export function pruneDrafts(): void {
  const now = Date.now(), drafts = all()
  const young = Object.entries(drafts).filter(([, d]) => d.at > now - life)
  if (young.length === Object.keys(drafts).length) return
  Object.values(drafts).filter((d) => d.at <= now - life).forEach(dropPhotosOf)
  save(Object.fromEntries(young))
}

/** Deletes all drafts. */
export function forgetDrafts(): void {
  Object.values(all()).forEach(dropPhotosOf)
  keep('drafts', undefined)
  forgotten.times++
}
