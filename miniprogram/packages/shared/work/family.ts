import { api } from '../api/client'
import type { components } from '../api/types'
import type { RowDeed } from '../use/rows'
import type { Form } from './form'
import { myCommunity } from './places'
import { sayResident } from './resident'

export type Family = components['schemas']['Family']

export const familyLists: { value: Family['state']; name: string; empty: string }[] = [
  { value: 'asked', name: '待确认', empty: '没有要确认的申请' }, { value: 'confirmed', name: '已确认', empty: '还没有确认过的' },
  { value: 'refused', name: '未通过', empty: '没有未通过的' }, { value: 'ended', name: '已解除', empty: '没有解除的' },
]

export const relations = [
  ['parent', '父母'], ['spouse', '配偶'], ['child', '子女'], ['sibling', '兄弟姐妹'], ['grandparent', '祖父母'], ['grandchild', '孙辈'], ['relative', '其他亲属'], ['neighbour', '邻居照护'],
].map(([value, name]) => ({ value, name }))

/** 王小明 替 父母 王桂兰 办事 */
export const sayFamily = (f: Family): string => `${f.carer.name || '没有留姓名'} 替 ${f.relation_name} ${f.cared?.name ?? f.name} 办事`

/** Lets the family member act: staff choose the resident, so that son and daughter are linked to the same mother. */
export const confirmForm = (f: Family): Form => ({
  title: '确认家人', about: f.id, go: '确认', said: '已确认，两边都会收到消息', note: `${sayFamily(f)}。同名的居民如果是同一位，就选他，不要再建一个。`,
  fields: [{
    kind: 'choice', name: 'person', label: '是哪一位', must: true, value: f.candidates[0]?.id ?? 'new',
    options: [...f.candidates.map((c) => ({ value: c.id, name: c.name, sub: sayResident(c) })), { value: 'new', name: '都不是，新登记一位', sub: [f.born ? `${f.born} 年出生` : '', f.home_name].filter(Boolean).join(' · ') }],
  }],
  send: (v, key) => api.post('/staff/families/{id}/confirm', { id: f.id }, { person_id: v.person === 'new' ? '' : v.person }, key),
})

const why = (label: string, ready: string[]) => ({ kind: 'words' as const, name: 'reason', label, must: true, most: 100, rows: 2, ready: ready.map((text) => ({ name: text.slice(0, 6), text })) })

export const refuseForm = (f: Family): Form => ({
  title: '不予确认', about: f.id, go: '不予确认', bad: true, said: '已答复', note: sayFamily(f), fields: [why('为什么', ['联系不上老人，无法核实。', '老人本人不同意。', '关系与登记的不符。'])],
  send: (v, key) => api.post('/staff/families/{id}/refuse', { id: f.id }, { reason: v.reason.trim() }, key),
})

export const endForm = (f: Family): Form => ({
  title: '解除家人关系', about: f.id, go: '解除', bad: true, said: '已解除，两边都会收到消息', note: sayFamily(f), fields: [why('为什么', ['老人到窗口要求解除。', '代办的人已搬走。'])],
  send: (v, key) => api.post('/staff/families/{id}/end', { id: f.id }, { reason: v.reason.trim() }, key),
})

export const connectForm = (community: string): Form => ({
  title: '窗口登记家人', go: '登记', said: '已登记', note: '两边都在场、都同意才登记。一人最多代办 8 位。',
  fields: [
    { kind: 'person', name: 'carer', label: '谁来代办', must: true, community },
    { kind: 'person', name: 'cared', label: '替谁办', must: true, community },
    { kind: 'choice', name: 'relation', label: '被照顾的人是他的', must: true, options: relations },
  ],
  check: (v) => (v.carer.id === v.cared.id ? '不能替自己代办' : ''),
  send: (v, key) => api.post('/staff/families', {}, { carer_id: v.carer.id, person_id: v.cared.id, relation: v.relation }, key),
})

export const connectDeed: RowDeed = { title: '窗口登记家人', icon: 'plus', kind: 'main', form: async () => connectForm((await myCommunity()).id) }

/** What can be done with a family relation, the next first. */
export function familyDeeds(f: Family): RowDeed[] {
  switch (f.state) {
    case 'asked': return [{ title: '确认', icon: 'check', kind: 'main', form: () => confirmForm(f) }, { title: '不予确认', kind: 'bad', form: () => refuseForm(f) }]
    case 'confirmed': return [{ title: '解除', kind: 'bad', form: () => endForm(f) }]
    default: return []
  }
}
