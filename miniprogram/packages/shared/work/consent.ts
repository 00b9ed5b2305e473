// Texts and forms about what a person agreed to.
import { api } from '../api/client'
import type { components } from '../api/types'
import { sayDay } from '../util/time'
import type { Form } from './form'

type Consent = components['schemas']['Consent']
export type ResidentConsent = components['schemas']['ResidentConsent']

/** 2026年11月23日起，本人；2026年11月25日撤回，本人 */
export function sayGiven(c: Consent): string {
  if (!c.from) return ''
  const date = (iso: string) => `${iso.slice(0, 4)}年${sayDay(iso)}`
  const since = `${date(c.from)}起，${c.how_name}`
  return c.withdrawn_at ? `${since}；${date(c.withdrawn_at)}撤回，${c.withdrawn_by_name}` : since
}

/** Enters what a resident signed, or takes it back. */
export const consentForm = (person: string, c: ResidentConsent): Form => c.given
  ? {
      title: '撤回同意', about: `${person}:${c.kind}`, go: '撤回', bad: true, said: '已撤回，马上生效', note: `${c.title}。本人当面或打电话要求才撤回。`, fields: [],
      send: (_, key) => api.delete('/staff/residents/{id}/consents/{kind}', { id: person, kind: c.kind }, undefined, key),
    }
  : {
      title: '登记同意', about: `${person}:${c.kind}`, go: '登记', said: '已登记', note: `${c.title}。${c.words}`,
      fields: [
        { kind: 'choice', name: 'how', label: '谁签的字', must: true, value: 'paper', options: [{ value: 'paper', name: '本人' }, { value: 'guardian', name: '监护人（未满 14 周岁）' }] },
        { kind: 'photos', name: 'file_ids', label: '签字的照片', must: true },
      ],
      send: (v, key) => api.post('/staff/residents/{id}/consents', { id: person }, { kind: c.kind, how: v.how, photo_id: v.file_ids?.[0] ?? '' }, key),
    }
