// The forms of the levels of Party organisations (层级) and of the duties (岗位). Each writes all of the rules.
import { api } from '@linli/shared/api/client'
import type { components } from '@linli/shared/api/types'
import type { Form, Values } from '@linli/shared/work/form'

export type Rules = components['schemas']['PartyRules']
export type Level = components['schemas']['PartyLevel']
type Kind = Level['places'][number]

export const kindNames: Record<Kind, string> = { county: '县', street: '街道', community: '社区', grid: '网格', building: '楼栋', unit: '单元' }
const sitting = [{ value: 'head', name: '主要负责人' }, { value: 'deputy', name: '分管领导' }]

/** 一处一个，属于单位，有委员：包联单位分管领导 */
export const sayLevel = (l: Level): string => [
  l.one && '一处只设一个', l.org && '属于一个单位', l.seats && `有委员${l.sits ? `，驻区单位${sitting.find((s) => s.value === l.sits)!.name}参加` : ''}`,
].filter(Boolean).join('；')

type Written = Pick<Rules, 'levels' | 'duties' | 'version'>
const put = ({ levels, duties, version }: Rules, more: Partial<Written>, key: string) => api.put('/staff/party/rules', {}, { levels, duties, version, ...more }, key)

/** The rules without a level; no other stands under it. */
export const without = ({ levels, duties, version }: Rules, name: string): Written => ({
  duties, version, levels: levels.filter((l) => l.name !== name).map((l) => ({ ...l, above: l.above.filter((a) => a !== name) })),
})

/** A level, a new one without `old`. A new name is followed by the levels that stand under it. */
export function levelForm(rules: Rules, old?: Level): Form {
  const others = rules.levels.filter((l) => l.name !== old?.name).map((l) => ({ value: l.name, name: l.name }))
  return {
    title: old ? `修改${old.name}` : '加一级', about: old?.name ?? 'new', go: '保存', said: '已保存',
    fields: [
      { kind: 'words', name: 'name', label: '名称', must: true, most: 20, value: old?.name },
      { kind: 'many', name: 'above', label: '设在哪一级下面', options: others, value: old?.above ?? [] },
      { kind: 'check', name: 'top', label: '可以是最上一级', value: old?.top },
      { kind: 'many', name: 'places', label: '设在哪里', options: Object.entries(kindNames).map(([value, name]) => ({ value, name })), value: old?.places ?? [] },
      { kind: 'check', name: 'one', label: '一处只设一个', value: old?.one },
      { kind: 'check', name: 'org', label: '属于一个单位', value: old?.org },
      { kind: 'check', name: 'seats', label: '有委员名册', value: old?.seats },
      { kind: 'choice', name: 'sits', label: '驻区单位谁参加', optional: true, value: old?.sits ?? '', options: sitting, when: (v) => v.seats },
    ],
    check: (v) => wrong(v, others.map((o) => o.name)),
    send: (v, key) => {
      const name = String(v.name).trim()
      const made: Level = { name, above: v.above, top: v.top, places: v.places, one: v.one, org: v.org, seats: v.seats, sits: v.seats ? v.sits : '' }
      const renamed = rules.levels.map((l) => (l.name === old?.name ? made : { ...l, above: l.above.map((a) => (a === old?.name ? name : a)) }))
      return put(rules, { levels: old ? renamed : [...renamed, made] }, key)
    },
  }
}
const wrong = (v: Values, others: string[]): string => {
  if (others.includes(String(v.name).trim())) return '已经有这一级'
  if (!v.above.length && !v.top) return '请选择设在哪一级下面，或选“可以是最上一级”'
  return v.places.length ? '' : '请选择设在哪里'
}

/** The duties, one a line. */
export const dutiesForm = (rules: Rules): Form => ({
  title: '修改岗位', go: '保存', said: '已保存', note: '党员已经认领的岗位不变。',
  fields: [{ kind: 'words', name: 'duties', label: '岗位，一行一个', must: true, rows: 8, most: 800, value: rules.duties.join('\n') }],
  send: (v, key) => put(rules, { duties: String(v.duties).split('\n').map((d) => d.trim()).filter(Boolean) }, key),
})
