import { api } from '@linli/shared/api/client'
import type { components } from '@linli/shared/api/types'
import { at, today, type Form } from '@linli/shared/work/form'

export type Colleague = components['schemas']['Colleague']

/** Asks for the dates of an absence and the substitute: my own, or that of `whom`. */
export function absenceForm(colleagues: Colleague[], whom?: Colleague): Form {
  return {
    title: whom ? `${whom.name}离岗` : '我要离岗', about: whom?.id, go: '设好', said: '已设好，代班的人会收到通知',
    note: '到那一天，手上的事、岗位上的提醒都由代班的人办；回来那天自动还回来。最多 90 天。',
    fields: [
      { kind: 'day', name: 'from', label: '从哪天起', must: true, from: today(), value: today() },
      { kind: 'day', name: 'to', label: '哪天回来上班', must: true, from: today() },
      {
        kind: 'choice', name: 'who', label: '谁代班', optional: true, note: '不选就是花名册里定的代班人。',
        options: colleagues.filter((c) => c.id !== whom?.id).map((c) => ({ value: c.id, name: c.name, sub: c.post })),
      },
    ],
    check: (v) => (v.to > v.from ? '' : '回来的日子要晚于离岗的日子'),
    send: (v, key) => {
      const body = { from: v.from === today() ? undefined : at(v.from, '00:00'), to: at(v.to, '08:00'), substitute_id: v.who || undefined }
      return whom ? api.put('/staff/persons/{id}/absence', { id: whom.id }, body, key) : api.put('/me/absence', {}, body, key)
    },
  }
}
