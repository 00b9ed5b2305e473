// Who may do what, as handlers/routes.go has it. The service decides; this only keeps away what it would refuse.
import { session } from '@linli/shared/store/session'
import type { Posting } from '@linli/shared/api/types'

export type Role = Posting['role']

const offices: Role[] = ['clerk', 'secretary', 'street', 'centre']
const desk: Role[] = ['grid_lead', ...offices]
const territory: Role[] = ['grid_officer', ...desk]
const keepers: Role[] = ['grid_officer', 'grid_lead', 'clerk', 'secretary']

const rules = {
  /** Works on reports: everybody but stewards and the operator. */
  work: [...territory, 'org_staff'] as Role[],
  /** Accepts, dispatches, prints, sets the timetable. */
  desk,
  territory,
  /** Keeps residents and families, and serves at the counter. */
  keep: keepers,
  /** Blows whistles, exports ledgers, sees the usage. */
  office: offices,
  /** Sees whistles. */
  whistle: ['org_staff', ...offices] as Role[],
  /** Answers whistles for an org. */
  org: ['org_staff'] as Role[],
  /** Invites, hands over for others, sets hours. */
  manage: [...offices, 'operator'] as Role[],
  /** Reads what was exported. */
  oversee: ['secretary', 'street', 'centre'] as Role[],
  /** May be away. */
  posted: ['steward', 'building_lead', 'unit_lead', ...territory, 'org_staff', 'operator'] as Role[],
}
export type Power = keyof typeof rules

export const postings = (): Posting[] => session.person?.postings ?? []

/** Whether any of my postings allows it. */
export const may = (what: Power): boolean => postings().some((p) => rules[what].includes(p.role))
