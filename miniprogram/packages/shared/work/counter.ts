// Counters (窗口): who is called, what the visit was, and what staff keep about a counter.
import { api } from '../api/client'
import type { CounterWindow, Counter, GuideCard, StaffCounter, Ticket } from '../api/types'
import type { RowDeed } from '../use/rows'
import { confirm } from '../use/deed'
import { clock, sayDay } from '../util/time'
import type { Field, Form, Option } from './form'
import { myCommunity } from './places'

/** The counters of my community. Throws a Fault. */
export const myCounters = async (): Promise<StaffCounter[]> => (await api.get('/staff/communities/{id}/counters', { id: (await myCommunity()).id })).items

/** What a counter is for, of the guide of my community. */
async function itemsFor(c: Pick<Counter, 'headings'>): Promise<Option[]> {
  const all = (await api.get('/communities/{id}/guide', { id: (await myCommunity()).id })).items
  return all.filter((g: GuideCard) => !c.headings.length || c.headings.includes(g.heading)).map((g) => ({ value: g.id, name: g.name }))
}

export const sayTicket = (t: Ticket): string => [t.person_name || '没有留名', t.item_name, t.booked ? `约的 ${clock(t.at)}` : ''].filter(Boolean).join(' · ')

export const nextDeed = (c: CounterWindow): RowDeed => ({ title: '下一位', icon: 'right', kind: 'main', run: (key) => api.post('/staff/counters/{id}/next', { id: c.id }, undefined, key) })

/** 代取号: a resident, or somebody without a name. */
export const ticketDeed = (c: CounterWindow): RowDeed => ({
  title: '代取号', icon: 'plus', kind: 'soft',
  form: async () => ({
    title: '代取号', about: c.id, go: '取号', said: '取好了', note: '只来问一句的，可以不留名。',
    fields: [
      { kind: 'person', name: 'person', label: '谁（可以不选）', community: (await myCommunity()).id },
      { kind: 'choice', name: 'item', label: '办什么（可以不选）', optional: true, options: await itemsFor(c) },
    ],
    send: (v, key) => api.post('/staff/counters/{id}/tickets', { id: c.id }, { person_id: v.person?.id ?? '', item_id: v.item ?? '' }, key),
  }),
})

const end = (t: Ticket, result: 'advice' | 'handled') => (key: string) => api.post('/staff/bookings/{id}/end', { id: t.id }, { result }, key)

const errandForm = async (c: CounterWindow, t: Ticket): Promise<Form> => ({
  title: '转代办', about: t.id, go: '转代办', said: '转好了，由您负责到底', explains: true, note: `${t.number} 号，${sayTicket(t)}。您是首问负责人。`,
  fields: [
    ...(t.person_id ? [] : [{ kind: 'person', name: 'person', label: '谁', must: true, community: (await myCommunity()).id } as Field]),
    { kind: 'choice', name: 'item', label: '办什么（不知道就不选）', optional: true, value: t.item_id, options: await itemsFor(c) },
    { kind: 'words', name: 'words', label: '什么事', most: 60, when: (v) => !v.item, must: true },
  ],
  send: (v, key) => api.post('/staff/bookings/{id}/end', { id: t.id }, { result: 'errand', item_id: v.item ?? '', words: v.item ? '' : String(v.words ?? '').trim(), person_id: v.person?.id ?? '' }, key),
})

/** What can be done with a ticket: the one I called is ended in one word. */
export function ticketDeeds(c: CounterWindow, t: Ticket): RowDeed[] {
  if (t.state === 'called') {
    return [
      { title: '咨询', icon: 'check', kind: 'main', said: '记下了', run: end(t, 'advice') },
      { title: '当场办好', kind: 'soft', said: '记下了', run: end(t, 'handled') },
      { title: '转代办', kind: 'soft', form: () => errandForm(c, t) },
      { title: '再叫一次', kind: 'soft', said: '又叫了一次', run: (key) => api.post('/staff/bookings/{id}/recall', { id: t.id }, undefined, key) },
      missed(t),
    ]
  }
  if (t.state === 'confirmed' || t.state === 'released') return [{ title: '到了', kind: 'soft', said: '签到了', run: (key) => api.post('/staff/check-in', {}, { booking_id: t.id }, key) }]
  return t.state === 'arrived' ? [missed(t)] : []
}

const missed = (t: Ticket): RowDeed => ({ title: '人走了', kind: 'bad', said: '记下了', sure: { title: '人走了', text: `${t.number} 号，${t.person_name || '没有留名'}。`, yes: '人走了' }, run: (key) => api.post('/staff/bookings/{id}/miss', { id: t.id }, undefined, key) })

/** The tickets of a window: mine that I called, those of colleagues, who wait, who has booked, and what is over. */
export const sorted = (c: CounterWindow) => ({
  mine: c.tickets.filter((t) => t.state === 'called' && t.server_id === c.me),
  others: c.tickets.filter((t) => t.state === 'called' && t.server_id !== c.me),
  waiting: c.tickets.filter((t) => t.state === 'arrived'),
  booked: c.tickets.filter((t) => t.state === 'confirmed' || t.state === 'released'),
  over: c.tickets.filter((t) => t.state === 'done' || t.state === 'no_show'),
})

/** 维护: headings, hours, A and B. */
export async function counterForm(c: StaffCounter | undefined, community: string): Promise<Form> {
  const [choices, places] = await Promise.all([api.get('/staff/communities/{id}/counter-choices', { id: community }), api.get('/communities/{id}/places', { id: community })])
  const people = choices.people.map((p) => ({ value: p.id, name: p.name, sub: p.post }))
  const headings = [...new Set([...choices.headings, ...(c?.headings ?? [])])].map((h) => ({ value: h, name: h }))
  return {
    title: c ? `维护${c.name}` : '登记窗口', about: c?.id ?? 'counter', go: '保存', said: '保存了', explains: true,
    note: '已有人预约的那天不变；要改，请在“一周场次”里取消，系统会通知约好的人。',
    fields: [
      { kind: 'words', name: 'name', label: '名称', must: true, most: 20, value: c?.name, hint: '例如：综合窗口' },
      { kind: 'choice', name: 'place', label: '在哪个场所', must: true, value: c?.place_id ?? '', options: places.items.map((p) => ({ value: p.id, name: p.name })) },
      { kind: 'choice', name: 'kind', label: '哪一种', must: true, value: c?.kind ?? 'general', options: [{ value: 'general', name: '统一窗口', sub: '全部事项' }, { value: 'special', name: '特色窗口', sub: '只办选的几类' }] },
      { kind: 'many', name: 'headings', label: '办哪几类', value: c?.headings ?? [], options: headings, when: (v) => v.kind === 'special' },
      { kind: 'choice', name: 'a', label: 'A 岗', must: true, value: c?.a_id ?? '', options: people },
      { kind: 'choice', name: 'b', label: 'B 岗（A 岗不在时顶岗）', optional: true, value: c?.b_id ?? '', options: people },
      { kind: 'words', name: 'working', label: '工作日几点到几点', most: 40, value: c?.working ?? '08:30-12:00,14:00-18:00', hint: '08:30-12:00,14:00-18:00' },
      { kind: 'check', name: 'noon', label: '中午不休（错时）', value: c?.noon },
      { kind: 'check', name: 'noonB', label: '中午由 B 岗值守', value: c?.noon_b, when: (v) => v.noon && v.b },
      { kind: 'words', name: 'resting', label: '双休日几点到几点', most: 40, value: c?.resting, hint: '09:00-12:00，不开不填' },
      { kind: 'check', name: 'holidays', label: '节假日也开', value: c?.holidays, when: (v) => !!v.resting },
      { kind: 'count', name: 'places', label: '每半小时可约几人', value: c?.places ?? 2, least: 1, most: 10 },
      { kind: 'words', name: 'about', label: '来之前要知道的', rows: 2, most: 300, value: c?.about },
    ],
    check: (v) => (v.kind === 'special' && !v.headings.length ? '请选择办哪几类' : v.a === v.b ? 'A 岗和 B 岗要是两个人' : ''),
    send: async (v, key) => {
      const body = {
        place_id: v.place, name: v.name.trim(), kind: v.kind as Counter['kind'], headings: v.kind === 'special' ? v.headings : [], a_id: v.a, b_id: v.b ?? '', working: v.working.trim(),
        noon: !!v.noon, noon_b: !!v.noon && !!v.noonB, resting: v.resting.trim(), holidays: !!v.resting && !!v.holidays, places: v.places, about: v.about.trim(),
      }
      if (c) await sayKept((await api.put('/staff/counters/{id}', { id: c.id }, body, key)).kept)
      else await api.post('/staff/communities/{id}/counters', { id: community }, body, key)
    },
  }
}

export const endCounterDeed = (c: StaffCounter): RowDeed => ({
  title: '撤销', kind: 'bad', said: '已经撤销', sure: { title: `撤销${c.name}`, text: '以后不能再取号和预约；已有人预约的那天不变。', yes: '撤销', no: '先不' },
  run: async (key) => { await sayKept((await api.delete('/staff/counters/{id}', { id: c.id }, undefined, key)).kept) },
})

/** The days that keep their hours because somebody has booked: staff cancel them if they must. */
async function sayKept(kept: { begin_at: string; end_at: string }[]): Promise<void> {
  if (!kept.length) return
  const days = kept.map((s) => `${sayDay(s.begin_at)} ${clock(s.begin_at)}-${clock(s.end_at)}`)
  await confirm('这几天还是原来的时间', `已有人预约：${days.join('；')}。要改，请在“一周场次”里取消，系统会通知约好的人。`, '知道了')
}
