// Households (住户): what staff and stewards say about newcomers, and what they do with a household or a room.
import { api } from '../api/client'
import type { Area, Dwelling, HouseholdRow, Household, Room } from '../api/types'
import type { Tone } from '../ui/states'
import type { RowDeed } from '../use/rows'
import { today, type Form, type Option } from './form'

export const tenures: Option[] = [{ value: 'owned', name: '自住' }, { value: 'rented', name: '出租' }, { value: 'unknown', name: '不清楚' }]
export const allTenures: Option[] = [...tenures, { value: 'vacant', name: '空置' }]
export const stays: Option[] = [{ value: 'permanent', name: '常住' }, { value: 'temporary', name: '暂住' }]
export const hows: Option[] = [{ value: 'instead', name: '换了一户', sub: '原来的已搬走' }, { value: 'with', name: '搬来同住' }]

export const roomStates: Record<Room['state'], { name: string; tone: Tone }> = {
  lived_in: { name: '在住', tone: 'good' }, waiting: { name: '待确认', tone: 'wait' }, vacant: { name: '空置', tone: 'off' }, empty: { name: '无登记', tone: 'off' },
}

/** 幸福花园3号楼 2单元 302: which room a button means. */
export const sayRoom = (d: Pick<Dwelling, 'place' | 'room'>): string => `${d.place} ${d.room}`

/** 新搬来: which room, how many, since when. */
export const arrivalForm = (at?: Pick<Area, 'id' | 'full_name'>, room = ''): Form => ({
  title: '新搬来', go: '登记', said: '登记好了', note: '网格员当天会知道，3 个工作日内上门确认。不问户籍，租住的一样登记。',
  fields: [
    { kind: 'area', name: 'area', label: '哪栋哪单元', must: true, kinds: ['unit', 'building'], value: at },
    { kind: 'words', name: 'room', label: '房号', must: true, most: 12, hint: '例如：302；村里填院号，如 5号', value: room },
    { kind: 'count', name: 'size', label: '几口人', least: 1, most: 30, value: 1, unit: '人' },
    { kind: 'day', name: 'since', label: '哪天搬来', value: today() },
    { kind: 'choice', name: 'tenure', label: '自住还是租住', options: tenures, value: 'unknown' },
    { kind: 'choice', name: 'how', label: '房里已经登记了人时', options: hows, optional: true },
  ],
  send: (v, key) => api.post('/staff/households', {}, { area_id: v.area.id, room: v.room.trim(), size: v.size, since: v.since, tenure: v.tenure, how: v.how || '' }, key),
})
export const arrivalDeed: RowDeed = { title: '新搬来', icon: 'plus', kind: 'main', form: () => arrivalForm() }

const confirmForm = (h: Household, where: string): Form => ({
  title: '确认住户', about: h.id, go: '确认', said: '已确认', note: `${where}。同一间房原来登记的另一户会记为已搬走。`,
  fields: [
    { kind: 'count', name: 'size', label: '几口人', least: 1, most: 30, value: Math.max(1, h.size), unit: '人' },
    { kind: 'choice', name: 'tenure', label: '自住还是租住', options: tenures, optional: true },
  ],
  send: (v, key) => api.post('/staff/households/{id}/confirm', { id: h.id }, { size: v.size, ...(v.tenure ? { tenure: v.tenure } : {}) }, key),
})

const relations: Option[] = [
  { value: 'contact', name: '联系人' }, { value: 'spouse', name: '配偶' }, { value: 'child', name: '子女' }, { value: 'parent', name: '父母' },
  { value: 'grand', name: '祖孙' }, { value: 'relative', name: '其他亲属' }, { value: 'flatmate', name: '合住' },
]
/** 登记住户: a resident who is known by name. */
export const memberDeed = (h: Household, where: string, community: string): RowDeed => ({
  title: '登记住户', icon: 'plus',
  form: () => ({
    title: '登记住户', about: h.id, go: '登记', said: '登记好了', note: `${where}。没有登记过的居民，请先在“居民”里登记。在别处的常住登记会同时结束。`,
    fields: [
      { kind: 'person', name: 'person', label: '谁', must: true, community },
      { kind: 'choice', name: 'relation', label: '和联系人的关系', options: relations, optional: true },
      { kind: 'choice', name: 'stay', label: '常住还是暂住', options: stays, value: 'permanent' },
    ],
    send: (v, key) => api.post('/staff/households/{id}/members', { id: h.id }, { person_id: v.person.id, stay: v.stay, ...(v.relation ? { relation: v.relation } : {}) }, key),
  }),
})
export const goneDeed = (h: Household, m: { person_id: string; name: string }): RowDeed => ({
  title: '搬走了', said: '已登记', sure: { title: m.name || '这位住户', text: '只有这一位搬走？登记会保留。', yes: '是的' },
  run: (key) => api.delete('/staff/households/{id}/members/{person}', { id: h.id, person: m.person_id }, undefined, key),
})

/** What a keeper does with a household, the next first. */
export const householdDeeds = (h: Household, where: string): RowDeed[] => [
  ...(h.can.includes('confirm') ? [{ title: '确认', icon: 'check', kind: 'main', form: () => confirmForm(h, where) } as RowDeed] : []),
  ...(h.can.includes('end')
    ? [{
        title: h.state === 'reported' ? '没有这户' : '已搬走', said: '已登记',
        sure: { title: where, text: h.state === 'reported' ? '上门看过，没有人住进来？' : '这一户都搬走了？登记会保留，不会删除。', yes: '是的' },
        run: (key: string) => api.post('/staff/households/{id}/end', { id: h.id }, undefined, key),
      } as RowDeed]
    : []),
]
export const rowDeeds = (r: HouseholdRow): RowDeed[] => householdDeeds(r, sayRoom(r.dwelling))

/** 核对: somebody looked at the room. */
export const checkDeed = (d: Dwelling): RowDeed => ({
  title: '核对过', icon: 'check', kind: 'main',
  form: () => ({
    title: '核对房屋', about: d.id, go: '核对过', said: '记下了', note: sayRoom(d),
    fields: [{ kind: 'choice', name: 'tenure', label: '现在', options: allTenures, value: d.tenure }],
    send: (v, key) => api.post('/staff/dwellings/{id}/check', { id: d.id }, { tenure: v.tenure }, key),
  }),
})

/** The rooms of a unit by floor, the highest first; rooms without a floor come last. */
export function floorsOf(rooms: Room[]): { floor: number; rooms: Room[] }[] {
  const floors = new Map<number, Room[]>()
  for (const r of rooms) floors.set(r.floor, [...(floors.get(r.floor) ?? []), r])
  return [...floors].map(([floor, of]) => ({ floor, rooms: of })).sort((a, b) => b.floor - a.floor)
}

/** 3层; a village has courtyards and no floors. */
export const sayFloor = (floor: number, rooms: Room[]): string => (floor ? `${floor}层` : rooms.some((r) => r.floor) ? '其他' : '院落')

/** 3人 出租: what stands in a room's cell. */
export const sayCell = (r: Room): string => (r.size ? `${r.size}人` : roomStates[r.state].name)
