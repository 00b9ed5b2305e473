// The powers of my postings, from the service.
import { session } from '@linli/shared/store/session'
import type { Person, Posting } from '@linli/shared/api/types'

export type Power = Person['can'][number]

export const postings = (): Posting[] => session.person?.postings ?? []

/** Whether any of my postings allows it. */
export const may = (what: Power): boolean => !!session.person?.can?.includes(what) // the copy on a device may be old
