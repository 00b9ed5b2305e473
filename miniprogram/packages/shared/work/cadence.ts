// Regular work (七个一): the form of a reason, and that of a visit to an area I am tied to.
import { api } from '../api/client'
import type { Form } from './form'

type Own = Awaited<ReturnType<typeof ownCadences>>
export type Standing = Own['items'][number]

/** What I do regularly, with the reasons from which I choose. */
export const ownCadences = () => api.get('/work/cadences')

/** 说明原因: stands for what was not done in the period. */
export const reasonForm = (one: Standing, reasons: Own['reasons']): Form => ({
  title: `${one.period}的${one.name}没有做，说明原因`, about: `${one.key}:${one.first}`, go: '说明', said: '写上了',
  fields: [
    { kind: 'choice', name: 'reason', label: '原因', must: true, options: reasons.map((r) => ({ value: r.key, name: r.name })) },
    { kind: 'words', name: 'words', label: '说明（选“其他”要写）', rows: 2, most: 200 },
  ],
  check: (v) => (v.reason === 'other' && !v.words.trim() ? '请写明原因' : ''),
  send: (v, key) => api.post('/work/cadences/{key}/reason', { key: one.key }, { reason: v.reason, words: v.words.trim(), day: one.first }, key),
})

const supports = [{ value: 'policy', name: '政策' }, { value: 'fund', name: '资金' }, { value: 'project', name: '项目' }, { value: 'venue', name: '场所' }]

/** 记走访: what a visit to an area brought. */
export const visitForm = (tie: { id: string; area_name: string }): Form => ({
  title: `走访${tie.area_name}`, about: tie.id, go: '记下来', said: '记下了',
  fields: [
    { kind: 'words', name: 'words', label: '走访做了什么', must: true, rows: 3, most: 400, hint: '例如：看了老旧小区改造，答应协调 2 万元' },
    { kind: 'many', name: 'brought', label: '带来了哪些支持（没有不选）', options: supports },
  ],
  check: (v) => (v.words.trim().length < 2 ? '请写一句话' : ''),
  send: (v, key) => api.post('/linkages/{id}/visits', { id: tie.id }, { words: v.words.trim(), brought: v.brought }, key),
})
