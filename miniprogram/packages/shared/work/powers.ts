// The powers of my postings, from the service.
import { session } from '../store/session'
import type { Person, Posting } from '../api/types'

export type Power = Person['can'][number]

export const postings = (): Posting[] => session.person?.postings ?? []

/** Whether any of my postings allows it. */
export const may = (what: Power): boolean => !!session.person?.can?.includes(what) // the copy on a device may be old
