// The forms of Party organisations. Those of branches, members and patches make an edit of the roster whose preview is confirmed
// afterwards.
import { api } from '@linli/shared/api/client'
import type { Area, components } from '@linli/shared/api/types'
import { today, type Field, type Form, type Option, type Values } from '@linli/shared/work/form'
import { plan, type Planned } from '@linli/shared/work/roster'

export type Branch = components['schemas']['Branch']
export type Member = components['schemas']['PartyMember']
export type Patch = components['schemas']['PartyPatch']
export type Seat = components['schemas']['Seat']
export type Rules = components['schemas']['PartyRules']
type Then = (planned: Planned) => void
type Kind = Member['kind']

export const kinds: { value: Kind; name: string }[] = [
  { value: 'local', name: '社区党员' }, { value: 'employed', name: '在职党员' }, { value: 'free', name: '无职党员' }, { value: 'floating', name: '流动党员' },
]
const sources: { value: Seat['source']; name: string }[] = [
  { value: 'linked_branch', name: '包联党支部' }, { value: 'bureau', name: '机关单位' }, { value: 'property', name: '物业' },
  { value: 'owners', name: '业委会' }, { value: 'stationed', name: '下沉单位' },
]

const previewing = (about: string, title: string, fields: Field[], check: Form['check'], send: (v: Values) => Promise<Planned>, then: Then): Form => ({
  title, about, go: '预览', fields, check, send: async (v) => then(await send(v)),
})
const optionsOf = (all: Branch[]): Option[] => all.map((b) => ({ value: b.id, name: b.name, sub: b.level }))

/** A new branch, or a change of one. Levels and what may stand under what are data of the county; the service checks them. */
export function branchForm(b: Branch | undefined, all: Branch[], rules: Rules, places: Option[], orgs: Option[], community: string | undefined, then: Then): Form {
  const listed = (v: Values) => rules.levels.find((l) => l.name === v.level)
  const far = (v: Values) => !!listed(v)?.places.some((k) => k === 'building' || k === 'unit')
  const title = b ? `修改${b.name}` : '新增党组织'
  return previewing(b?.id ?? 'branch', title, [
    { kind: 'choice', name: 'level', label: '层级', must: true, value: b?.level ?? '', options: rules.levels.map((l) => ({ value: l.name, name: l.name })) },
    { kind: 'choice', name: 'parent', label: '上级党组织', optional: true, value: b?.parent_id ?? '', options: optionsOf(all.filter((o) => o.id !== b?.id)), note: '最上一级不选' },
    { kind: 'words', name: 'name', label: '名称', must: true, most: 60, value: b?.name },
    { kind: 'choice', name: 'area', label: '所在的区划', optional: true, value: places.some((p) => p.value === b?.area_id) ? b!.area_id : '', options: places, note: '设在楼里的，在下面选楼栋' },
    {
      kind: 'area', name: 'house', label: '所在的楼栋或单元', kinds: ['building', 'unit'], community, when: far,
      value: b && !places.some((p) => p.value === b.area_id) ? { id: b.area_id, full_name: b.area_name } : undefined,
    },
    { kind: 'choice', name: 'org', label: '所属单位', optional: true, value: b?.org_id ?? '', options: orgs, note: '机关、物业的支部要选' },
  ], (v) => (!v.level ? '请选择层级' : !String(v.name ?? '').trim() ? '请填写名称' : v.area || v.house ? '' : '请选择所在的区划'), (v) => plan(title, {
    branches: [{
      ...(b ? { id: b.id } : {}), level: v.level, name: v.name, area_id: far(v) && v.house ? v.house.id : v.area, org_id: v.org,
      ...(v.parent ? { parent_id: v.parent } : { top: true }),
    }],
  }, b ? '确认修改' : '确认新增', b ? '已经修改' : '已经新增'), then)
}

const dutyFields = (rules: Rules, m?: Member): Field[] => [
  { kind: 'choice', name: 'kind', label: '类别', must: true, value: m?.kind ?? 'local', options: kinds },
  { kind: 'many', name: 'duties', label: '设岗（最多 5 个）', value: m?.duties ?? [], options: [...new Set([...rules.duties, ...(m?.duties ?? [])])].map((d) => ({ value: d, name: d })) },
  { kind: 'words', name: 'words', label: '定责', most: 400, rows: 3, value: m?.words, hint: '比如：每周看望楼里的独居老人' },
]
const checkDuties = (v: Values) => (v.duties?.length > 5 ? '岗位最多 5 个' : '')
const houseField = (community: string | undefined, must = false): Field => ({
  kind: 'area', name: 'house', label: must ? '负责哪栋楼或哪个单元' : '责任田（可以以后再安排）', kinds: ['building', 'unit'], community, must,
  note: '有了责任田就是这里的红管家：楼里有事、有人求助会通知到本人',
})
const patchOf = (person: string, area: string) => ({ person_id: person, role: 'steward' as const, area_id: area, from: today() })

/** A member: somebody of the roster, or somebody new. */
export function joinForm(branches: Branch[], at: string, rules: Rules, community: Pick<Area, 'id' | 'name'>, then: Then): Form {
  return previewing('join', '登记党员', [
    { kind: 'choice', name: 'who', label: '是谁', must: true, value: 'new', options: [{ value: 'new', name: '还没有登记的人' }, { value: 'known', name: '花名册里的人' }] },
    { kind: 'person', name: 'person', label: '找人', community: community.id, when: (v) => v.who === 'known' },
    { kind: 'words', name: 'name', label: '姓名', must: true, most: 20, when: (v) => v.who === 'new' },
    { kind: 'words', name: 'phone', label: '手机号', most: 20, type: 'number', when: (v) => v.who === 'new', note: '本人用它绑定微信，值守提醒也打这个电话' },
    { kind: 'area', name: 'home', label: '住在哪栋楼', kinds: ['building', 'unit'], community: community.id, when: (v) => v.who === 'new' },
    { kind: 'choice', name: 'branch', label: '党组织', must: true, value: at, options: optionsOf(branches) },
    ...dutyFields(rules), houseField(community.id),
  ], (v) => (v.who === 'known' ? (v.person ? '' : '请找到这个人') : String(v.name ?? '').trim() ? '' : '请填写姓名') || (v.branch ? '' : '请选择党组织') || checkDuties(v), (v) => {
    const person = v.who === 'known' ? v.person.id : ''
    return plan('登记党员', {
      ...(person ? {} : { persons: [{ name: v.name, phone: v.phone, area_id: v.home?.id ?? community.id }] }),
      members: [{ person_id: person, branch_id: v.branch, kind: v.kind, duties: v.duties, words: v.words, new: true }],
      ...(v.house ? { postings: [patchOf(person, v.house.id)] } : {}),
    }, '确认登记', '已经登记，并通知了本人')
  }, then)
}

/** Branch, kind, duties and words of a member. */
export function dutyForm(m: Member, branches: Branch[], rules: Rules, then: Then): Form {
  const title = `${m.name}：设岗定责`
  return previewing(m.person_id, title, [
    ...dutyFields(rules, m), { kind: 'choice', name: 'branch', label: '党组织', must: true, value: m.branch_id, options: optionsOf(branches) },
  ], checkDuties, (v) => plan(title, { members: [{ person_id: m.person_id, branch_id: v.branch, kind: v.kind, duties: v.duties, words: v.words }] }, '确认修改', '已经修改，并通知了本人'), then)
}

/** A building or unit for a member, as their steward from today. */
export const patchForm = (m: Pick<Member, 'person_id' | 'name'>, community: string | undefined, then: Then): Form => {
  const title = `给${m.name}责任田`
  return previewing(m.person_id, title, [houseField(community, true)], (v) => (v.house ? '' : '请选择楼栋或单元'), (v) => plan(title, {
    postings: [patchOf(m.person_id, v.house.id)],
  }, '确认', '已经安排，并通知了本人'), then)
}

/** A member proposed for a building takes it. */
export const takePlan = (person: string, name: string, at: { area_id: string; area_name: string }): Promise<Planned> =>
  plan(`${at.area_name}请${name}负责`, { postings: [patchOf(person, at.area_id)] }, '确认', '已经安排，并通知了本人')

export const endPatchPlan = (m: Member, p: Patch): Promise<Planned> =>
  plan(`${m.name}不再负责${p.area_name}`, { postings: [{ id: p.posting_id, now: true }] }, '确认结束', '已经结束', true)

export const leavePlan = (m: Member): Promise<Planned> =>
  plan(`${m.name}的组织关系转出`, { members: [{ person_id: m.person_id, end: true }] }, '确认转出', '已经转出，责任田一并结束', true)

/** A seat in a committee. The head of a stationed unit is proposed for the street's, the deputy for the community's. */
export function seatForm(committees: Branch[], orgs: Option[], community: string, proposed: Record<'head' | 'deputy', string>): Form {
  return {
    title: '增加委员', about: 'seat', go: '增加', said: '已经增加',
    fields: [
      { kind: 'choice', name: 'source', label: '从哪里来', must: true, value: '', options: sources },
      {
        kind: 'choice', name: 'post', label: '在单位的职务', optional: true, value: '', when: (v) => v.source === 'stationed',
        options: [{ value: 'head', name: '主要负责人', sub: proposed.head && '进街道大工委' }, { value: 'deputy', name: '分管领导', sub: proposed.deputy && '进社区大党委' }],
        note: '按职务推荐进哪一级委员会，由您决定',
      },
      { kind: 'person', name: 'person', label: '委员', must: true, community },
      { kind: 'choice', name: 'org', label: '代表的单位', optional: true, value: '', options: orgs },
      { kind: 'choice', name: 'branch', label: '哪个委员会', optional: true, value: '', options: optionsOf(committees), note: '选了职务可以不选，按推荐的' },
      { kind: 'check', name: 'full', label: '专职（不选是兼职）' },
      { kind: 'day', name: 'from', label: '起', value: today() }, { kind: 'day', name: 'to', label: '止（最后一天，可不填）', value: '' },
    ],
    check: (v) => (!v.source ? '请选择从哪里来' : !v.person ? '请找到这位委员' : seatOf(v, proposed) ? (v.to && v.to < v.from ? '止不能早于起' : '') : '请选择委员会'),
    send: (v, key) => api.post('/staff/party/seats', {}, {
      branch_id: seatOf(v, proposed), person_id: v.person.id, org_id: v.org ?? '', source: v.source, full_time: !!v.full, from: v.from, to: v.to,
    }, key),
  }
}
const seatOf = (v: Values, proposed: Record<'head' | 'deputy', string>): string => v.branch || (v.post ? proposed[v.post as 'head' | 'deputy'] : '')
