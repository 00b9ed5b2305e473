// The forms of areas and orgs. Each makes an edit whose preview is confirmed afterwards.
import { api } from '@linli/shared/api/client'
import type { Area, paths } from '@linli/shared/api/types'
import type { Field, Form, Option, Values } from '@linli/shared/work/form'
import { plan, type Org, type Planned, type RosterArea } from '@linli/shared/work/roster'

type Kind = Area['kind']
export const kindNames: Record<Kind, string> = { county: '县', street: '街道', community: '社区', grid: '网格', building: '楼栋', unit: '单元' }
/** The kinds that may be directly above. */
export const above: Record<Kind, Kind[]> = {
  county: [], street: ['county'], community: ['street', 'county'], grid: ['community'], building: ['grid', 'community'], unit: ['building'],
}
type Then = (planned: Planned) => void

const dwelling = (k: Kind) => k === 'building' || k === 'unit'
function factFields(kind: Kind, a?: RosterArea): Field[] {
  return [
    { kind: 'words', name: 'name', label: '名称', must: true, most: 60, value: a?.name ?? '', note: dwelling(kind) ? '居民平时的叫法，例如 阳光花园3号楼' : undefined },
    { kind: 'words', name: 'aliases', label: '别名', most: 400, value: a?.aliases.join('、') ?? '', note: '居民还会怎么叫它，多个用顿号隔开' },
    { kind: 'count', name: 'households', label: '户数', least: 0, most: 1_000_000, value: a?.households ?? 0 },
  ]
}
const factsOf = (v: Values) => ({
  name: v.name as string, households: v.households as number, aliases: String(v.aliases ?? '').split(/[、,，;；]/).map((s) => s.trim()).filter(Boolean),
})

export const addForm = (parent: RosterArea, kind: Kind, then: Then): Form => ({
  title: `在${parent.name}新增${kindNames[kind]}`, about: parent.id, go: '预览', fields: factFields(kind),
  send: async (v) => then(await plan(`新增${kindNames[kind]}：${v.name}`, { areas: [{ parent_id: parent.id, kind, ...factsOf(v) }] }, '确认新增', '已经新增')),
})

export const changeForm = (a: RosterArea, then: Then): Form => ({
  title: `修改${a.name}`, about: a.id, go: '预览', fields: factFields(a.kind, a),
  send: async (v) => then(await plan(`修改${a.name}`, { areas: [{ id: a.id, ...factsOf(v) }] }, '确认修改', '已经修改')),
})

/** Units move to a house, which is found by words; everything else to one of `parents`. */
export const moveForm = (a: RosterArea, parents: Option[], then: Then): Form => ({
  title: `迁移${a.name}`, about: a.id, go: '预览', note: `${a.full_name} 连同下级一起迁到另一个上级。事件、居民、预约会怎样，预览里写明。`,
  fields: [a.kind === 'unit'
    ? { kind: 'area', name: 'parent', label: '迁到', must: true, kinds: above.unit }
    : { kind: 'choice', name: 'parent', label: '迁到', must: true, value: '', options: parents.filter((o) => o.value !== a.parent_id) }],
  check: (v) => (v.parent ? '' : '请选择新的上级'),
  send: async (v) => then(await plan(`迁移${a.name}`, { areas: [{ id: a.id, parent_id: v.parent.id ?? v.parent }] }, '确认迁移', '已经迁移', true)),
})

/** Adds an org, or changes one. */
export const orgForm = (o: Org | undefined, places: Option[], kinds: Option[], above: Option[], then: Then): Form => ({
  title: o ? `修改${o.name}` : '新增部门或单位', about: o?.id ?? '', go: '预览',
  fields: [
    { kind: 'words', name: 'name', label: '名称', must: true, most: 60, value: o?.name ?? '' },
    { kind: 'choice', name: 'kind', label: '类型', must: true, value: o?.kind ?? '部门', options: kinds },
    { kind: 'choice', name: 'area', label: '它负责的区划', must: true, value: o?.area_id ?? (places.length === 1 ? places[0].value : ''), options: places },
    { kind: 'choice', name: 'parent', label: '上级部门', optional: true, value: o?.parent_id ?? '', options: o?.parent_id && !above.some((a) => a.value === o.parent_id) ? [{ value: o.parent_id, name: o.parent_name }, ...above] : above.filter((a) => a.value !== o?.id), note: '派驻街道、社区的中队选它的局；局里的人看得到、办得了中队手上的事件。' },
  ],
  check: (v) => (v.area ? '' : '请选择它负责的区划'),
  send: async (v) => then(await plan(o ? `修改${o.name}` : `新增${v.name}`, {
    orgs: [{ ...(o ? { id: o.id } : {}), name: v.name, kind: v.kind, area_id: v.area, ...(v.parent !== (o?.parent_id ?? '') ? { parent_id: v.parent } : {}) }],
  }, o ? '确认修改' : '确认新增', o ? '已经修改' : '已经新增')),
})

type GridCodes = paths['/api/v1/staff/grids/{id}/codes']['get']['responses']['200']['content']['application/json']
/** The codes of a grid in other lines of work. */
export const codesForm = (a: RosterArea, codes: GridCodes): Form => ({
  title: `${a.name}在其他条线的编码`, about: a.id, go: '保存', said: '已保存', note: '同一条线里，一个编码只属于一个网格。没有的不填。',
  fields: codes.items.map((c): Field => ({ kind: 'words', name: c.line, label: c.line_name, most: 40, value: c.code })),
  send: (v, key) => api.put('/staff/grids/{id}/codes', { id: a.id }, { items: codes.items.map((c) => ({ line: c.line, code: String(v[c.line] ?? '').trim() })), version: codes.version }, key),
})
