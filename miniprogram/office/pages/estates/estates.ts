// The forms of estates: what the community writes down about them, their buildings, contracts and tables.
import { api } from '@linli/shared/api/client'
import type { components, paths } from '@linli/shared/api/types'
import type { RowDeed } from '@linli/shared/use/rows'
import type { Field, Form, Option, Somebody, Values } from '@linli/shared/work/form'

type Schemas = components['schemas']
export type Estate = Schemas['Estate']
export type EstateRow = Schemas['EstateRow']
export type Building = Schemas['EstateBuilding']
export type Contract = Schemas['EstateContract']
export type Lists = paths['/api/v1/staff/estates']['get']['responses']['200']['content']['application/json']

export const housings: Option[] = [{ value: 'garden', name: '花园小区' }, { value: 'old', name: '老旧小区' }, { value: 'single', name: '单体楼' }]
export const managements: Option[] = [
  { value: 'company', name: '物业公司' }, { value: 'state', name: '国有物业兜底' }, { value: 'residents', name: '居民自管' }, { value: 'none', name: '无', sub: '由社区兜底' },
]
export const committees: Option[] = [{ value: 'none', name: '未成立' }, { value: 'forming', name: '筹备中' }, { value: 'office', name: '在任' }]
export const parties: Option[] = [{ value: 'community', name: '社区' }, { value: 'property', name: '物业' }, { value: 'social', name: '社工' }, { value: 'owners', name: '业主代表' }]
const lifts: Option[] = [{ value: 'yes', name: '有' }, { value: 'no', name: '没有' }]
const roofs: Option[] = [{ value: 'flat', name: '平屋顶' }, { value: 'pitched', name: '坡屋顶' }]

const managed = (v: Values) => v.management === 'company' || v.management === 'state'
const year = (name: string, value?: number): Field => ({ kind: 'words', name, label: '建成年份', type: 'number', most: 4, value: value ? String(value) : '', hint: '例如：1998，不知道不填' })
const yearOf = (v: Values) => Number(v.built) || 0
const phone = (name: string, label: string, value = ''): Field => ({ kind: 'words', name, label, type: 'tel', most: 20, value, hint: '不填就用社区的' })

/** A new estate, or one that changes. Buildings of another estate change to it. */
export async function estateForm(lists: Lists, e?: Estate): Promise<Form> {
  const communities = lists.communities.map((c) => ({ value: c.area_id, name: c.area_name }))
  const community = e?.community_id ?? communities[0]?.value ?? ''
  const branches = (await api.get('/staff/party/branches', { area_id: community })).items.map((b) => ({ value: b.id, name: b.name, sub: b.level }))
  const buildings = lists.buildings.filter((b) => b.community_id === community)
    .map((b) => ({ value: b.area_id, name: b.area_name, sub: b.estate_id && b.estate_id !== e?.id ? lists.items.find((o) => o.id === b.estate_id)?.name : undefined }))
  return {
    title: e ? `修改${e.name}` : '新增小区', about: e?.id ?? 'estate', go: '保存', said: '已保存',
    fields: [
      { kind: 'words', name: 'name', label: '名称', must: true, most: 40, value: e?.name ?? '', hint: '例如：欣悦家园' },
      { kind: 'choice', name: 'housing', label: '类型', must: true, value: e?.housing ?? '', options: housings },
      year('built', e?.built),
      { kind: 'choice', name: 'management', label: '谁来管理', must: true, value: e?.management ?? '', options: managements, note: '没有物业的小区，事件由社区兜底' },
      { kind: 'choice', name: 'org', label: '哪家物业', must: true, value: e?.org_id ?? '', options: orgOptions(lists, '物业'), when: managed },
      { kind: 'choice', name: 'committee', label: '业主委员会', must: true, value: e?.committee ?? 'none', options: committees },
      { kind: 'day', name: 'until', label: '任期最后一天', must: true, value: e?.committee_until ?? '', when: (v) => v.committee === 'office' },
      { kind: 'choice', name: 'branch', label: '业委会的党组织', optional: true, value: e?.committee_branch_id ?? '', options: branches, when: (v) => v.committee !== 'none' },
      { kind: 'many', name: 'buildings', label: '楼栋', value: e?.building_ids ?? [], options: buildings, note: '一栋楼只在一个小区：选了别的小区的楼，它就转到这里' },
      { kind: 'words', name: 'parking', label: '车位', type: 'number', most: 6, value: e?.parking ? String(e.parking) : '', hint: '个，不知道不填' },
      { kind: 'check', name: 'closed', label: '封闭管理', value: e?.closed ?? false },
      { kind: 'check', name: 'gates', label: '有智能门禁', value: e?.gates ?? false },
      { kind: 'check', name: 'parcels', label: '有快递柜', value: e?.parcel_box ?? false },
      phone('contact', '小区的便民电话', e?.contact_phone), phone('supervision', '小区的监督电话', e?.supervision_phone),
    ],
    send: (v, key) => {
      const facts = {
        name: v.name.trim(), housing: v.housing, built: yearOf(v), management: v.management, org_id: managed(v) ? v.org : '', committee: v.committee,
        committee_until: v.committee === 'office' ? v.until : '', committee_branch_id: v.committee === 'none' ? '' : v.branch || '', closed: v.closed,
        parking: Number(v.parking) || 0, gates: v.gates, parcel_box: v.parcels, contact_phone: v.contact.trim(), supervision_phone: v.supervision.trim(),
        building_ids: v.buildings,
      }
      return e ? api.put('/staff/estates/{id}', { id: e.id }, { ...facts, version: e.version }, key) : api.post('/staff/estates', {}, { ...facts, community_id: community }, key)
    },
  }
}

/** The orgs to choose from, those of a kind first. */
const orgOptions = (lists: Lists, first?: string): Option[] => [...lists.orgs].sort((a, b) => Number(b.kind === first) - Number(a.kind === first)).map((o) => ({ value: o.id, name: o.name, sub: o.kind }))

export const buildingForm = (b: Building): Form => ({
  title: `${b.area_name}的情况`, about: b.area_id, go: '保存', said: '已保存', note: '不知道的不填，公示牌和页面上就不写。',
  fields: [
    { kind: 'words', name: 'floors', label: '层数', type: 'number', most: 3, value: b.floors ? String(b.floors) : '' },
    { kind: 'choice', name: 'lift', label: '电梯', optional: true, value: b.lift, options: lifts },
    year('built', b.built),
    { kind: 'choice', name: 'roof', label: '屋顶', optional: true, value: b.roof, options: roofs },
    { kind: 'check', name: 'low', label: '低洼，容易积水', value: b.low_lying },
    { kind: 'check', name: 'unsafe', label: '危房', value: b.unsafe },
    { kind: 'check', name: 'hard', label: '消防车、救护车难到', value: b.hard_to_reach },
  ],
  send: (v, key) => api.put('/staff/estate-buildings/{id}', { id: b.area_id }, {
    floors: Number(v.floors) || 0, lift: v.lift || '', built: yearOf(v), roof: v.roof || '', low_lying: v.low, unsafe: v.unsafe, hard_to_reach: v.hard, version: b.version,
  }, key),
})

const whole = (said: unknown) => (/^\d+$/.test(String(said).trim()) ? Number(said) : 0)
export const contractForm = (lists: Lists, e: Estate, c?: Contract): Form => ({
  title: c ? '修改合同' : `${e.name}新增合同`, about: c?.id ?? e.id, go: '保存', said: '已保存', note: '社区和两家单位能看，别人看不到。',
  fields: [
    { kind: 'choice', name: 'payer', label: '出资单位', must: true, value: c?.payer_org_id ?? '', options: orgOptions(lists) },
    { kind: 'choice', name: 'operator', label: '承接单位', must: true, value: c?.operator_org_id ?? '', options: orgOptions(lists) },
    { kind: 'words', name: 'what', label: '做什么', must: true, most: 60, value: c?.what ?? '', hint: '例如：社工服务' },
    { kind: 'words', name: 'hours', label: '约定时长（小时）', must: true, type: 'number', most: 7, value: c ? String(c.hours) : '' },
    { kind: 'day', name: 'from', label: '起', must: true, value: c?.from ?? '' },
    { kind: 'day', name: 'to', label: '止（最后一天）', must: true, value: c?.to ?? '' },
    { kind: 'words', name: 'locals', label: '优先聘用小区居民（人）', type: 'number', most: 4, value: c?.residents_wanted ? String(c.residents_wanted) : '', hint: '没有约定不填' },
  ],
  check: (v) => (whole(v.hours) < 1 ? '约定时长请填整数小时' : v.from > v.to ? '止不早于起' : ''),
  send: (v, key) => {
    const terms = { payer_org_id: v.payer, operator_org_id: v.operator, what: v.what.trim(), hours: whole(v.hours), from: v.from, to: v.to, residents_wanted: whole(v.locals) }
    return c ? api.put('/staff/estate-contracts/{id}', { id: c.id }, { ...terms, version: c.version }, key) : api.post('/staff/estate-contracts', {}, { ...terms, estate_id: e.id }, key)
  },
})

/** 四方协商: a person of the roster takes a seat. */
export async function seatForm(e: Estate): Promise<Form> {
  const items: Somebody[] = []
  for (let cursor: string | undefined = ''; cursor !== undefined;) {
    const page: { items: Somebody[]; next: string } = await api.get('/staff/roster/persons', { area_id: e.community_id, state: 'current', cursor: cursor || undefined })
    items.push(...page.items)
    cursor = page.next || undefined
  }
  return {
    title: `${e.name}的协商成员`, about: e.id, go: '加入', said: '已加入', note: '从花名册中选人；名单上没有的，先在“人员与任职”登记。',
    fields: [
      { kind: 'choice', name: 'party', label: '代表哪一方', must: true, value: '', options: parties },
      { kind: 'choice', name: 'person', label: '谁', must: true, value: '', options: items.filter((m) => !e.table.some((s) => s.person_id === m.id)).map((m) => ({ value: m.id, name: m.name })) },
    ],
    send: (v, key) => api.post('/staff/estate-seats', {}, { estate_id: e.id, party: v.party, person_id: v.person }, key),
  }
}

/** What the keepers of a community do with an estate. */
export const estateDeeds = (lists: Lists, e: Estate): RowDeed[] => (!e.can.includes('change') ? [] : [
  { title: '修改', kind: 'main', form: () => estateForm(lists, e) },
  { title: '加协商成员', form: () => seatForm(e) },
  { title: '新增合同', form: () => contractForm(lists, e) },
  ...(e.contracts.length ? [] : [{
    title: '删除', kind: 'bad', said: '已删除', sure: { title: e.name, text: '楼栋和它们的情况会保留，协商成员名单一起删除。', yes: '删除' },
    run: (key: string) => api.delete('/staff/estates/{id}', { id: e.id }, undefined, key),
  } as RowDeed]),
])

/** What is known of a building, in words; nothing for what is not known. */
export const sayBuilding = (b: Building): string[] => [
  b.floors ? `${b.floors} 层` : '', b.lift ? (b.lift === 'yes' ? '有电梯' : '没有电梯') : '', b.built ? `${b.built} 年` : '', b.roof_name,
]
/** The hours of visits that are done, and those agreed. */
export const sayHours = (c: Contract): string => `${Math.round(c.used_minutes / 6) / 10} / ${c.hours} 小时`
export const sayEstate = (e: Estate): [string, string][] => ([
  ['类型', e.housing_name], ['建成', e.built ? `${e.built} 年` : ''], ['管理', e.management_name], ['事件由谁接办', e.holder_name],
  ['业委会', e.committee === 'office' ? `在任，到 ${e.committee_until}` : e.committee_name], ['户数', e.households ? String(e.households) : ''], ['车位', e.parking ? `${e.parking} 个` : ''],
  ['出入', [e.closed && '封闭管理', e.gates && '智能门禁', e.parcel_box && '快递柜'].filter(Boolean).join('、')], ['便民电话', e.contact_phone], ['监督电话', e.supervision_phone],
] as [string, string][]).filter(([, said]) => said)
