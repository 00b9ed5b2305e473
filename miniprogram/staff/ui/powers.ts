// What my postings open to me, as the service says it.
import { session } from '@linli/shared/store/session'
import type { Person, Posting } from '@linli/shared/api/types'

export type Power = Person['can'][number]

export const postings = (): Posting[] => session.person?.postings ?? []

/** Whether any of my postings allows it. */
export const may = (what: Power): boolean => !!session.person?.can?.includes(what) // a device may have kept an older person
