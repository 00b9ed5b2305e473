// Photos that wait for a decision (待审照片), or that staff hid.
import { api } from '../api/client'
import type { File } from '../api/types'
import type { RowDeed } from '../use/rows'
import { ready } from './deeds/deed'
import type { Form } from './form'

export const heldLists = [
  { value: 'held', name: '待审', empty: '没有要看的照片', about: '平台没有给出结论的照片，由人决定给不给别人看。办理的人不受影响。' },
  { value: 'hidden', name: '不公开的', empty: '没有不公开的照片', about: '决定了不给别人看的照片。弄错了可以改回来。' },
] as const
export type HeldList = (typeof heldLists)[number]['value']

const decisionForm = (id: string, pass: boolean): Form => ({
  title: pass ? '可以给别人看' : '不给别人看', about: id, go: '确定', bad: !pass, said: '已记下', note: '谁决定的、为什么，会留下记录。',
  fields: [{
    kind: 'words', name: 'reason', label: '为什么', must: true, most: 100,
    ready: pass ? ready(['正常', '照片正常，没有问题。']) : ready(['有人脸', '照片里看得清人脸。'], ['有车牌', '照片里看得清车牌。'], ['不雅', '照片内容不合适。']),
  }],
  send: (v, key) => api.post('/staff/media/{id}/decision', { id }, { pass, reason: v.reason.trim() }, key),
})

/** What can be decided about a photo of a list, the next first. */
export const heldDeeds = (f: File, list: HeldList): RowDeed[] => [
  { title: '可以给别人看', icon: 'check', kind: list === 'held' ? 'main' : 'soft', form: () => decisionForm(f.id, true) },
  ...(list === 'held' ? [{ title: '不给别人看', icon: 'close', kind: 'bad' as const, form: () => decisionForm(f.id, false) }] : []),
]
