import { session } from '@linli/shared/store/session'

/** Whose name I may use: my own, and the orgs whose contact I am; empty when there is no choice. */
export function myUnits(): { value: string; name: string }[] {
  const own = (session.person?.postings ?? []).filter((p) => p.role === 'org_contact' && p.org_id)
  return own.length ? [{ value: '', name: '我自己' }, ...own.map((p) => ({ value: p.org_id, name: `以${p.org_name}的名义` }))] : []
}
