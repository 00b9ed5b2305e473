// What is asked before a place is lent, declined or closed for a day (场地安排).
import { api } from '../api/client'
import { Fault } from '../api/fault'
import type { Use } from '../api/types'
import { freeEnds, freeStarts, sayGroup, sayUse } from '../ui/hall'
import type { RowDeed } from '../use/rows'
import { clock, dayOf, later, now, sayDay, weekday } from '../util/time'
import type { Form } from './form'
import { phoneForm } from './phone'
import { myCommunity } from './places'

export const useLists = [
  { value: 'asked', name: '等答复', empty: '没有等答复的借用' }, { value: 'agreed', name: '已同意', empty: '没有已同意的借用' }, { value: 'ended', name: '已结束', empty: '还没有结束的借用' },
] as const
export type UseList = (typeof useLists)[number]['value']

const ready = (...texts: string[]) => texts.map((text) => ({ name: text, text }))

/** 三楼活动室，12月3日 周四 14:00–16:00: which use a button means. */
export const sayUseOf = (u: Use): string => `${u.place_name}，${sayUse(u)}`
export const sayWho = (u: Use): string => [sayGroup(u), u.name || '没有留姓名', u.phone].filter(Boolean).join('　')

const declineForm = (u: Use): Form => ({
  title: '不同意', about: u.id, go: '不同意', bad: true, said: '已答复', note: `${sayUseOf(u)}。原因会告诉借用人。`,
  fields: [{ kind: 'words', name: 'reason', label: '为什么', must: true, rows: 2, most: 100, ready: ready('那天有培训', '社区要开会', '人数太多，坐不下') }],
  check: (v) => (v.reason.trim().length < 2 ? '请写明原因' : ''),
  send: (v, key) => api.post('/staff/uses/{id}/decline', { id: u.id }, { reason: v.reason.trim() }, key),
})

const cancelForm = (u: Use): Form => ({
  title: '取消借用', about: u.id, go: '取消这次借用', bad: true, said: '已取消', note: `${sayUseOf(u)}。原因会告诉借用人。`,
  fields: [{ kind: 'words', name: 'reason', label: '为什么', must: true, rows: 2, most: 100, ready: ready('临时开会', '场地检修', '借用人说不用了') }],
  check: (v) => (v.reason.trim().length < 2 ? '请写明原因' : ''),
  send: (v, key) => api.post('/staff/uses/{id}/cancel', { id: u.id }, { reason: v.reason.trim() }, key),
})

const tidyForm = (u: Use): Form => ({
  title: '用完了', about: u.id, go: '登记用完', said: '已登记', note: `${sayUseOf(u)}。没做到的不勾。`,
  fields: u.closing.length ? [{ kind: 'many', name: 'closing', label: '做到了哪些', options: u.closing.map((c) => ({ value: c, name: c })) }] : [],
  send: (v, key) => api.post('/staff/uses/{id}/tidy', { id: u.id }, { closing: v.closing ?? [] }, key),
})

const numberForm = (u: Use): Form => phoneForm((reason) => api.post('/staff/uses/{id}/phone', { id: u.id }, { reason }), u.name, u.id)

/** What can be done with a use, the next first. */
export const useDeeds = (u: Use): RowDeed[] => [
  ...(u.can.includes('agree') ? [{ title: '同意', icon: 'check', kind: 'main' as const, said: '已同意，借用人会收到通知', run: (key: string) => api.post('/staff/uses/{id}/agree', { id: u.id }, undefined, key) }] : []),
  ...(u.can.includes('tidy') ? [{ title: '用完了', icon: 'check', kind: 'main' as const, form: () => tidyForm(u) }] : []),
  ...(u.phone ? [{ title: '查看电话', icon: 'phone', kind: 'soft' as const, form: () => numberForm(u) }] : []),
  ...(u.can.includes('absent') ? [{ title: '没有来', kind: 'soft' as const, said: '已登记', sure: { title: '没有来', text: `${sayUseOf(u)}。只作登记，不影响以后再借。`, yes: '没有来' }, run: (key: string) => api.post('/staff/uses/{id}/absent', { id: u.id }, undefined, key) }] : []),
  ...(u.can.includes('decline') ? [{ title: '不同意', kind: 'bad' as const, form: () => declineForm(u) }] : []),
  ...(u.can.includes('cancel') ? [{ title: '取消', kind: 'bad' as const, form: () => cancelForm(u) }] : []),
]

/** The places of my community that are lent. Throws a Fault. */
async function lentPlaces() {
  const { id } = await myCommunity()
  const all = (await api.get('/communities/{id}/places', { id })).items.filter((p) => p.lending.on)
  if (!all.length) throw new Fault('client.halls', '还没有外借的场所。请在“场所”里打开“按小时外借”', 0)
  return all
}

const days = (n: number) => Array.from({ length: n }, (_, i) => later(dayOf(now()), i))

/** 登记借用: somebody at the counter. The free times are those of now; the service decides. */
export const enterDeed: RowDeed = {
  title: '登记借用', icon: 'plus', kind: 'main',
  form: async () => {
    const places = await lentPlaces()
    const calendars = Object.fromEntries(await Promise.all(places.map(async (p) => [p.id, (await api.get('/places/{id}/calendar', { id: p.id, days: 14 })).days] as const)))
    const starts = places.flatMap((p) => calendars[p.id].flatMap((d) => freeStarts(d).map((from) => ({ place: p.id, day: d, from }))))
    return {
      title: '登记借用', go: '登记', said: '已登记', explains: true, note: '和居民自己借一样：同一队伍一周的次数有限。登记后马上算同意。',
      fields: [
        { kind: 'choice', name: 'place', label: '哪个场所', must: true, value: places.length === 1 ? places[0].id : '', options: places.map((p) => ({ value: p.id, name: p.name, sub: p.seats ? `${p.seats} 座` : '' })) },
        ...places.map((p) => ({ kind: 'choice' as const, name: `day${p.id}`, label: '哪一天', must: true, when: (v: any) => v.place === p.id, options: calendars[p.id].filter((d) => freeStarts(d).length).map((d) => ({ value: d.day, name: `${sayDay(d.day)} ${weekday(d.day)}` })) })),
        ...places.flatMap((p) => calendars[p.id].map((d) => ({ kind: 'choice' as const, name: `from${p.id}${d.day}`, label: '几点开始', must: true, when: (v: any) => v.place === p.id && v[`day${p.id}`] === d.day, options: freeStarts(d).map((t) => ({ value: t, name: clock(t) })) }))),
        { kind: 'count', name: 'long', label: '用多久（小时）', value: 1, least: 0.5, most: 4, step: 0.5 },
        { kind: 'words', name: 'name', label: '姓名', must: true, most: 20 },
        { kind: 'words', name: 'phone', label: '电话', must: true, type: 'tel', most: 20 },
        { kind: 'words', name: 'team', label: '队伍名称（没有不写）', most: 20, hint: '例如：舞蹈队' },
        { kind: 'words', name: 'purpose', label: '做什么用', must: true, most: 60 },
        { kind: 'count', name: 'people', label: '大约多少人', value: 10, least: 1, most: 500 },
      ],
      check: (v) => {
        const at = starts.find((s) => s.place === v.place && s.day.day === v[`day${v.place}`] && s.from === v[`from${v.place}${v[`day${v.place}`]}`])
        if (!at) return '请选场所、日子和开始时间'
        const most = freeEnds(at.day, at.from).length / 2
        if (v.long > most) return `从这个时间起最多能用 ${most} 小时`
        return v.purpose.trim().length < 2 ? '请写明做什么用' : ''
      },
      send: (v, key) => {
        const from = v[`from${v.place}${v[`day${v.place}`]}`]
        const to = freeEnds(starts.find((s) => s.place === v.place && s.from === from)!.day, from)[v.long * 2 - 1]
        return api.post('/staff/uses', {}, { place_id: v.place, from, to, name: v.name.trim(), phone: v.phone.trim(), team: v.team.trim(), purpose: v.purpose.trim(), people: v.people }, key)
      },
    }
  },
}

/** 当天不外借: what is lent that day is cancelled, and everybody is told. */
export const closeDeed: RowDeed = {
  title: '当天不外借', kind: 'soft',
  form: async () => {
    const places = await lentPlaces()
    return {
      title: '当天不外借', go: '不外借', bad: true, said: '已关闭，借用人会收到通知', note: '当天已借出的都取消，借用人会收到原因。预约的场次不变。',
      fields: [
        { kind: 'choice', name: 'place', label: '哪个场所', must: true, value: places.length === 1 ? places[0].id : '', options: places.map((p) => ({ value: p.id, name: p.name })) },
        { kind: 'choice', name: 'day', label: '哪一天', must: true, options: days(14).map((d) => ({ value: d, name: `${sayDay(d)} ${weekday(d)}` })) },
        { kind: 'words', name: 'words', label: '为什么', must: true, rows: 2, most: 100, ready: ready('检修电路', '社区要开会', '举办活动') },
      ],
      check: (v) => (!v.place || !v.day ? '请选场所和日子' : v.words.trim().length < 2 ? '请写明原因' : ''),
      send: (v, key) => api.post('/staff/places/{id}/close', { id: v.place }, { day: v.day, words: v.words.trim() }, key),
    }
  },
}

/** One row of 场地安排: a use, a session of a service, or a closed day. */
export interface Planned { key: string; day: string; at: string; place: string; place_id: string; what: string; use?: Use; closed?: boolean }

/** What is on in the places of my community from a day on, in order of time. Throws a Fault. */
export async function planFrom(from: string, n: number): Promise<Planned[]> {
  const { id } = await myCommunity()
  const plan = await api.get('/staff/communities/{id}/uses', { id, from, days: n })
  const name = (p: string) => plan.places.find((one) => one.id === p)?.name ?? ''
  const rows: Planned[] = [
    ...plan.uses.map((u) => ({ key: `u${u.id}`, day: u.from.slice(0, 10), at: `${clock(u.from)}–${clock(u.to)}`, place: u.place_name, place_id: u.place_id, what: `${u.purpose}（${u.state_name}）`, use: u })),
    ...plan.sessions.map((s) => ({ key: `s${s.place_id}${s.from}${s.name}`, day: s.from.slice(0, 10), at: `${clock(s.from)}–${clock(s.to)}`, place: name(s.place_id), place_id: s.place_id, what: `服务：${s.name}` })),
    ...plan.closed.map((c) => ({ key: `c${c.place_id}${c.day}`, day: c.day, at: '全天', place: name(c.place_id), place_id: c.place_id, what: `不外借：${c.words}`, closed: true })),
  ]
  return rows.sort((a, b) => (a.day + a.at + a.place).localeCompare(b.day + b.at + b.place))
}

/** The plan by day: what is borrowed, and below it sessions and closed days, which need nobody. */
export function plannedDays(rows: Planned[]): { day: string; uses: Planned[]; others: Planned[] }[] {
  return [...new Set(rows.map((r) => r.day))].map((day) => {
    const all = rows.filter((r) => r.day === day)
    return { day, uses: all.filter((r) => r.use), others: all.filter((r) => !r.use) }
  })
}

export const plannedDeeds = (r: Planned): RowDeed[] => (r.use ? useDeeds(r.use) : r.closed
  ? [{ title: '恢复外借', kind: 'soft', said: '已恢复', sure: { title: '恢复外借', text: `${sayDay(r.day)} ${r.place}。已经取消的借用不会恢复。`, yes: '恢复' }, run: (key) => api.post('/staff/places/{id}/reopen', { id: r.place_id }, { day: r.day }, key) }]
  : [])
