// Who may do what, as handlers/routes.go has it. The service decides; this only keeps away what it would refuse.
import { session } from '@linli/shared/store/session'
import type { Posting, Report } from '@linli/shared/api/types'

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
  /** Judges orgs (下评上). */
  judge: ['clerk', 'secretary'] as Role[],
  /** May be away. */
  posted: ['steward', 'building_lead', 'unit_lead', ...territory, 'org_staff', 'operator'] as Role[],
}
export type Power = keyof typeof rules

export const postings = (): Posting[] => session.person?.postings ?? []

/** Whether any of my postings allows it. */
export const may = (what: Power): boolean => postings().some((p) => rules[what].includes(p.role))

const heights: Partial<Record<Role, number>> = { grid_officer: 2, grid_lead: 3, clerk: 3, secretary: 4, street: 5, centre: 6 }

/** Does the posting reach over the report. The service shows streets and the centre only what lies below them. */
function reaches(p: Posting, r: Report): boolean {
  if (p.role === 'street' || p.role === 'centre') return true
  return p.area_id === r.community_id || p.area_id === r.work?.grid_id || p.area_id === r.area_id
}

/** What I am to a report. */
export interface Standing {
  /** Dispatches where it lies. */
  desk: boolean
  /** The rung of the ladder on which I stand above it (grid officer 2 … centre 6), 0 for none. */
  rank: number
  /** It is in my hands, alone or with my post or org. */
  holds: boolean
}

export function standingTo(r: Report): Standing {
  const over = postings().filter((p) => reaches(p, r))
  const name = session.person?.name ?? ''
  return {
    desk: over.some((p) => rules.desk.includes(p.role)),
    rank: Math.max(0, ...over.map((p) => heights[p.role] ?? 0)),
    holds: r.holder.endsWith(` ${name}`) || r.holder === name || postings().some((p) => (p.org_id && p.role === 'org_staff'
      ? r.holder === p.org_name : r.holder.endsWith(p.role_name.replace(/^(社区|街道)/, '')) && reaches(p, r))),
  }
}
