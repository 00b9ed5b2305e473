// The forms of people and postings. Each makes an edit whose preview is confirmed afterwards.
import { api } from '../api/client'
import type { Area } from '../api/types'
import { today, type Field, type Form, type Option, type Values } from './form'
import type { Tone } from '../ui/states'
import { optionsOf } from './wordlist'
import { plan, type Edit, type Member, type Org, type Planned, type Post } from './roster'

export const states: Record<Post['state'], string> = { current: '在任', future: '未到任', ended: '已结束' }
export const postTone: Record<Post['state'], Tone> = { current: 'good', future: 'go', ended: 'off' }
/** Role and place of a post; who works in an org, or speaks for it, has the org for a place. */
export const sayPost = (p: Post): string => `${p.role_name} ${inOrg(p) ? p.org_name : p.area_name}${p.org_name && !inOrg(p) ? `（${p.org_name}）` : ''}`
export const sayTimes = (p: Post): string => (p.from || p.to ? `${p.from || '一直'} 至 ${p.to || '长期'}` : '长期')

/** 专职 社区工作者; what they are good at. */
export const sayWork = (p: Post): string => [p.class_name, p.employed_name, p.specialties.length ? `专长：${p.specialties.join('、')}` : ''].filter(Boolean).join(' · ')

type Kind = Area['kind']
type Role = Post['role']

/** The roles, each with where it is held. */
export const roles: { value: Role; name: string; kinds: Kind[] }[] = [
  { value: 'steward', name: '楼道红管家', kinds: ['building', 'unit'] }, { value: 'building_lead', name: '楼栋长', kinds: ['building'] },
  { value: 'unit_lead', name: '单元长', kinds: ['unit'] }, { value: 'grid_officer', name: '网格员', kinds: ['grid'] },
  { value: 'grid_lead', name: '网格长', kinds: ['grid'] }, { value: 'clerk', name: '社区工作人员', kinds: ['community'] },
  { value: 'secretary', name: '社区书记', kinds: ['community'] }, { value: 'street', name: '街道工作人员', kinds: ['street'] },
  { value: 'centre', name: '网格中心', kinds: ['county'] }, { value: 'org_staff', name: '部门人员', kinds: [] },
  { value: 'mediator', name: '调解员', kinds: ['community', 'street', 'county'] }, { value: 'operator', name: '运维', kinds: ['county'] },
  { value: 'property_secretary', name: '物业党支部书记', kinds: ['community', 'grid', 'building'] }, { value: 'social_worker', name: '社工', kinds: ['community', 'grid'] },
  { value: 'street_leader', name: '街道领导', kinds: ['street'] }, { value: 'first_secretary', name: '第一书记', kinds: ['community'] }, { value: 'resident_cadre', name: '驻点干部', kinds: ['community', 'grid'] },
  { value: 'liaison', name: '联络员', kinds: ['street', 'community', 'grid', 'building'] }, { value: 'cleaner', name: '保洁员', kinds: ['community', 'grid', 'building'] },
  { value: 'committee_member', name: '兼职委员', kinds: ['street', 'community'] }, { value: 'resident_delegate', name: '居民代表', kinds: ['community', 'grid', 'building', 'unit'] },
  { value: 'owner_delegate', name: '业主代表', kinds: ['community', 'grid', 'building'] }, { value: 'delegate', name: '两代表一委员', kinds: ['street', 'community'] },
  { value: 'volunteer', name: '志愿者', kinds: ['community', 'grid', 'building'] }, { value: 'org_contact', name: '单位联系人', kinds: [] },
]
const some = (all: [string, string][]): Option[] => all.map(([value, name]) => ({ value, name }))
export const classes = some([['full_time', '专职'], ['part_time', '兼职'], ['professional', '专业']])
export const employments = some([
  ['cadre', '社区专干'], ['hired', '社会聘用'], ['retired_member', '退休党员'], ['social_staff', '社区工作者'], ['welfare', '公益性岗位'], ['epidemic', '防疫专干'],
  ['property', '物业'], ['voluntary', '志愿'],
])
export const kindsOf = (role: string): Kind[] => roles.find((r) => r.value === role)?.kinds ?? []

type Named = Pick<Area, 'id' | 'full_name'>
/** What the forms choose from. */
export interface Choices { roles: Option[]; orgs: Option[]; colleagues: Option[]; places: Partial<Record<Kind, Option[]>>; home?: Named; specialties: Option[] }
/** The kinds of place that are chosen from a list; houses are found by words. */
const listed: Kind[] = ['county', 'street', 'community', 'grid']

/** Loads the choices for a place where I manage. */
export async function choicesOf(area: Named | undefined, mine: Role[]): Promise<Choices> {
  const [orgs, people, specialties, places] = await Promise.all([
    api.get('/staff/roster/orgs'), api.get('/staff/roster/persons', { area_id: area?.id, state: 'current' }), optionsOf('specialty'),
    Promise.all(listed.map(async (kind) => [kind, await placesOf(kind)] as const)),
  ])
  return {
    roles: roles.filter((r) => mine.includes(r.value)).map(({ value, name }) => ({ value, name })),
    orgs: orgs.items.map((o: Org) => ({ value: o.id, name: o.name, sub: o.area_name })),
    colleagues: people.items.map((m) => ({ value: m.id, name: m.name, sub: m.postings.find((p) => p.state === 'current')?.role_name })),
    places: Object.fromEntries(places), home: area, specialties,
  }
}
/** The areas of a kind where I manage. */
export async function placesOf(kind: Kind): Promise<Option[]> {
  return (await api.get('/staff/roster/areas', { kind })).items.map((a) => ({ value: a.id, name: a.full_name }))
}

/** The choices where I manage: in my community, if I have one. */
export async function ownChoices(): Promise<Choices> {
  const own = (await api.get('/staff/roster/areas')).items
  const home = own.find((a) => a.kind === 'community')
  return choicesOf(home && { id: home.id, full_name: home.full_name }, own.flatMap((a) => a.gives))
}

/** The postings of a row: what holds or will hold, else what was last. */
export function shownPosts(m: Member): Post[] {
  const live = m.postings.filter((p) => p.state !== 'ended')
  return live.length ? live : m.postings.slice(-1)
}

/** Where a role is held: one field for each kind of place, of which the role shows one. The only choice is made. */
function placeFields(c: Choices): Field[] {
  const groups = [...new Set(roles.filter((r) => r.kinds.length && c.roles.some((o) => o.value === r.value)).map((r) => r.kinds.join()))]
  return groups.map((g): Field => {
    const common = { name: `at_${g}`, label: '任职的地方', must: true, when: (v: Values) => kindsOf(v.role).join() === g }
    const options = c.places[g as Kind]
    if (!options) return { ...common, kind: 'area', kinds: g.split(',') as Kind[], community: c.home?.id }
    return { ...common, kind: 'choice', options, value: options.length === 1 ? options[0].value : '' }
  })
}
function placeOf(v: Values): string | undefined {
  const at = v[`at_${kindsOf(v.role).join()}`]
  return typeof at === 'string' ? at : at?.id
}
/** Where a person works or lives: the community, or the house if it is known. */
const homeFields = (c: Choices, m?: Member): Field[] => [
  { kind: 'choice', name: 'community', label: '所属社区', must: true, options: workplaces(c), value: m?.community_id || c.home?.id || '' },
  {
    kind: 'area', name: 'home', label: '住在哪栋楼（可不填）', kinds: ['building', 'unit'], community: c.home?.id,
    value: m && m.area_id !== m.community_id ? { id: m.area_id, full_name: m.area_name } : undefined,
  },
]
/** Staff above communities belong to the county. */
const workplaces = (c: Choices): Option[] => [...(c.places.community ?? []), ...(c.places.county ?? [])]
const homeOf = (v: Values): string => v.home?.id ?? v.community

const roleField = (c: Choices, value = ''): Field => ({ kind: 'choice', name: 'role', label: '角色', must: true, value, options: c.roles })
/** The roles that are held in an org and nowhere else. */
const inOrg = (v: Values): boolean => v.role === 'org_staff' || v.role === 'org_contact'
const orgField = (c: Choices): Field => ({
  kind: 'choice', name: 'org', label: '部门或单位', must: true, value: '', options: c.orgs, when: inOrg,
})
const timeFields = (from: string): Field[] => [
  { kind: 'day', name: 'from', label: '起', value: from },
  { kind: 'day', name: 'to', label: '止（最后一天，可不填）', value: '' },
]
const substituteField = (c: Choices): Field => ({
  kind: 'choice', name: 'substitute', label: '离岗时谁代班', optional: true, value: '', options: c.colleagues.slice(0, 50),
})
/** How the post is held. */
const workFields = (c: Choices, post?: Post): Field[] => [
  { kind: 'choice', name: 'class', label: '类别', optional: true, value: post?.class ?? '', options: classes },
  { kind: 'choice', name: 'employed', label: '用工方式', optional: true, value: post?.employed ?? '', options: employments },
  { kind: 'many', name: 'specialties', label: '专长（最多 5 项）', value: post?.specialties ?? [], options: [...c.specialties, ...(post?.specialties ?? []).filter((s) => !c.specialties.some((o) => o.value === s)).map((s) => ({ value: s, name: s }))] },
  { kind: 'words', name: 'duties', label: '职责', rows: 2, most: 400, value: post?.duties ?? '', hint: '可以不写' },
]
const workOf = (v: Values) => ({ class: v.class, employed: v.employed, specialties: v.specialties, duties: String(v.duties ?? '').trim() })
const wrongWork = (v: Values) => (v.specialties?.length > 5 ? '专长最多选 5 项' : '')
const wrongDays = (v: Values) => (v.from && v.to && v.to < v.from ? '止不能早于起' : '')
const must = (v: Values): string => {
  if (!v.role) return '请选择角色'
  if (inOrg(v)) return v.org ? '' : '请选择部门或单位'
  return placeOf(v) ? '' : '请选择任职的地方'
}
const postOf = (v: Values, person: string): NonNullable<Edit['postings']>[number] => ({
  person_id: person, role: v.role, area_id: placeOf(v) ?? '', org_id: inOrg(v) ? v.org : '',
  substitute_id: v.substitute ?? '', from: v.from, to: v.to, ...(v.specialties ? workOf(v) : {}),
})

type Then = (planned: Planned) => void
const previewing = (about: string, title: string, fields: Field[], check: Form['check'], send: (v: Values) => Promise<Planned>, then: Then): Form => ({
  title, about, go: '预览', fields, check, send: async (v) => then(await send(v)),
})

/** A new person of the roster, with a post. */
export function hireForm(c: Choices, then: Then): Form {
  return previewing('hire', '新增人员', [
    { kind: 'words', name: 'name', label: '姓名', must: true, most: 20 },
    { kind: 'words', name: 'phone', label: '手机号', most: 20, type: 'number', note: '本人用它绑定微信；没有的可以打印邀请卡' },
    ...homeFields(c), roleField(c), ...placeFields(c), orgField(c), ...timeFields(today()), substituteField(c), ...workFields(c),
  ], (v) => (!String(v.name).trim() ? '请填写姓名' : !v.community ? '请选择所属社区' : must(v) || wrongDays(v) || wrongWork(v)), (v) => plan(`新增${v.name}`, {
    persons: [{ name: v.name, phone: v.phone, area_id: homeOf(v) }], postings: [postOf(v, '')],
  }, '确认新增', '已经新增'), then)
}

/** A further post of a person. */
export function appointForm(m: Member, c: Choices, then: Then): Form {
  return previewing(m.id, `任命${m.name}`, [roleField(c), ...placeFields(c), orgField(c), ...timeFields(today()), substituteField(c), ...workFields(c)],
    (v) => must(v) || wrongDays(v) || wrongWork(v), (v) => plan(`任命${m.name}`, { postings: [postOf(v, m.id)] }, '确认任命', '已经任命'), then)
}

/** The end of a post. */
export function endForm(m: Member, post: Post, then: Then): Form {
  const title = `结束任职：${m.name} · ${post.role_name} · ${post.area_name}`
  return previewing(post.id, title, [
    { kind: 'choice', name: 'how', label: '什么时候结束', must: true, value: 'day', options: [{ value: 'day', name: '到某一天' }, { value: 'now', name: '立刻' }] },
    { kind: 'day', name: 'to', label: '最后一天', value: today(), from: post.from || undefined, when: (v) => v.how === 'day' },
  ], (v) => (v.how === 'day' && !v.to ? '请选择最后一天' : ''), (v) => plan(title, {
    postings: [v.how === 'now' ? { id: post.id, now: true } : { id: post.id, to: v.to }],
  }, '确认结束', '任职已经结束', true), then)
}

/** The end of a post and the begin of another one, in one deed. */
export function transferForm(m: Member, post: Post, c: Choices, then: Then): Form {
  const title = `调任：${m.name} · ${post.role_name} · ${post.area_name}`
  return previewing(post.id, title, [
    roleField(c, c.roles.some((r) => r.value === post.role) ? post.role : ''), ...placeFields(c), orgField(c),
    { kind: 'day', name: 'from', label: '新岗位从哪天起', value: today() },
  ], (v) => must(v) || (v.from ? '' : '请选择日期'), (v) => plan(title, {
    postings: [v.from <= today() ? { id: post.id, now: true } : { id: post.id, to: dayBefore(v.from) }, { ...postOf(v, m.id), to: '' }],
  }, '确认调任', '已经调任'), then)
}
const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10)

/** The times and the substitute of a post. */
export function postForm(m: Member, post: Post, c: Choices, then: Then): Form {
  const title = `修改任职：${m.name} · ${post.role_name} · ${post.area_name}`
  return previewing(post.id, title, [
    { kind: 'day', name: 'from', label: '起', value: post.from }, { kind: 'day', name: 'to', label: '止（最后一天，可不填）', value: post.to },
    { ...substituteField(c), value: post.substitute_id } as Field, ...workFields(c, post),
  ], (v) => wrongDays(v) || wrongWork(v), (v) => plan(title, { postings: [{ id: post.id, from: v.from, to: v.to, substitute_id: v.substitute, ...workOf(v) }] }, '确认修改', '已经修改'), then)
}

/** Name, number and place of a person. A number that is left blank stays. */
export function personForm(m: Member, c: Choices, then: Then): Form {
  return previewing(m.id, `修改${m.name}的资料`, [
    { kind: 'words', name: 'name', label: '姓名', must: true, most: 20, value: m.name },
    { kind: 'words', name: 'phone', label: '新手机号', most: 20, type: 'number', hint: m.phone || '没有登记', note: '不填就不改' },
    ...homeFields(c, m),
    { kind: 'check', name: 'shown', label: '本人同意在公示牌上公开姓名和电话', value: m.shown },
  ], (v) => (v.community ? '' : '请选择所属社区'), (v) => plan(`修改${m.name}的资料`, {
    persons: [{ id: m.id, name: v.name, area_id: homeOf(v), shown: v.shown, ...(String(v.phone).trim() ? { phone: v.phone } : {}) }],
  }, '确认修改', '已经修改'), then)
}
