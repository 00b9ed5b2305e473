import { api } from '@linli/shared/api/client'
import type { components } from '@linli/shared/api/types'
import type { Form, Option } from '@linli/shared/work/form'

export type Body = components['schemas']['Body']

const kinds: Option[] = [['committee', '居委会'], ['party', '党组织'], ['owners', '业委会']].map(([value, name]) => ({ value, name }))
const educations: Option[] = [['school', '高中及以下'], ['college', '大专'], ['degree', '本科及以上']].map(([value, name]) => ({ value, name }))

/** 高中及以下 1 人、大专 4 人 */
export const sayEducated = (b: Body): string =>
  educations.map(({ value, name }) => [name, b.figures?.educated[value] ?? 0] as const).filter(([, n]) => n).map(([name, n]) => `${name} ${n} 人`).join('、')

/** Enters a body with its term, or changes one. */
export const bodyForm = (community: string, b: Body | undefined, done: (all: Body[]) => void): Form => ({
  title: b ? `修改${b.name}` : '登记一届', about: b?.id ?? community, go: b ? '保存' : '登记', said: '已保存',
  fields: [
    { kind: 'choice', name: 'kind', label: '种类', must: true, value: b?.kind ?? 'committee', options: kinds },
    { kind: 'words', name: 'name', label: '名称', must: true, most: 40, value: b?.name ?? '' },
    { kind: 'day', name: 'from', label: '任期从哪天起', must: true, value: b?.from ?? '' }, { kind: 'day', name: 'to', label: '到哪天届满', must: true, value: b?.to ?? '' },
  ],
  check: (v) => (v.from && v.to && v.to <= v.from ? '届满要晚于开始' : ''),
  send: async (v, key) => {
    const body = { kind: v.kind, name: v.name.trim(), from: v.from, to: v.to }
    done((b ? await api.put('/staff/bodies/{id}', { id: b.id }, { ...body, version: b.version }, key) : await api.post('/staff/communities/{id}/bodies', { id: community }, body, key)).items)
  },
})

/** Makes a person of the roster a member. */
export const memberForm = (b: Body, people: Option[], done: (all: Body[]) => void): Form => ({
  title: `增加成员：${b.name}`, about: b.id, go: '增加', said: '已增加',
  fields: [
    { kind: 'choice', name: 'person', label: '谁', must: true, options: people, note: '不在花名册里的，先在“人员与任职”里登记。' },
    { kind: 'words', name: 'title', label: '职务', must: true, most: 20, value: '委员' },
    { kind: 'choice', name: 'education', label: '学历（本人说的，可以不选）', options: educations, optional: true },
  ],
  send: async (v, key) => done((await api.post('/staff/bodies/{id}/members', { id: b.id }, { person_id: v.person, title: v.title.trim(), education: v.education ?? '' }, key)).items),
})
