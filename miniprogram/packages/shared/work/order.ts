// Visits that somebody asked for (请人上门): their lists, and what staff, those who come and the resident do with one.
import { api } from '../api/client'
import type { Order, OrderDetail, OrderKind } from '../api/types'
import { lightTone, type Tone } from '../ui/states'
import type { RowDeed } from '../use/rows'
import { clock, dayOf, now, sayDue, sayTime } from '../util/time'
import { at as moment, type Field, type Form, type Option, type Values } from './form'
import { phoneForm } from './phone'
import { myCommunity } from './places'

export type OrderList = 'new' | 'late' | 'open' | 'handed' | 'ended'

export const orderLists: { value: OrderList; name: string; empty: string }[] = [
  { value: 'new', name: '待安排', empty: '没有等着安排的上门' }, { value: 'late', name: '超时', empty: '没有超时的上门' }, { value: 'open', name: '没做完的', empty: '没有没做完的上门' },
  { value: 'handed', name: '待确认收到', empty: '没有等居民确认的代购' }, { value: 'ended', name: '做完的', empty: '还没有做完的上门' },
]

const tones: Record<Order['state'], Tone> = { asked: 'wait', agreed: 'go', coming: 'go', handed: 'wait', done: 'good', cannot: 'bad', cancelled: 'off' }
export const orderTone = (o: Pick<Order, 'state' | 'light'>): Tone => (o.light === 'red' ? lightTone(o.light) : tones[o.state] ?? 'off')
export const sayState = (o: Order): string => (o.light === 'red' ? '超时' : o.state_name)

/** Who comes and when; until then, by when somebody says so. */
export const sayOrder = (o: Order): string => (o.at ? `${sayTime(o.at)}，${o.names.join('、')}` : o.light ? [o.wish && `想要${o.wish}`, sayDue(o.due_at)].filter(Boolean).join('，') : o.wish && `想要${o.wish}`)

/** 46.80 元, of an amount in 分. */
export const yuan = (fen: number): string => `${fen % 100 ? (fen / 100).toFixed(2) : fen / 100} 元`
const fenOf = (said: string): number => Math.round(Number(said) * 100) || 0

export const basisNames: Record<string, string> = { '': '不是药', prescription: '药，有本人的处方', named: '药，写了药名' }

/** What to buy, a line each; a line with a medicine says by what right. */
export const linesOf = (said: string, basis: string): { what: string; basis: '' | 'prescription' | 'named' }[] =>
  said.split(/[\n；;]/).map((l) => l.trim()).filter(Boolean).map((what) => ({ what, basis: (medicine(what) ? basis : '') as '' | 'named' }))
/** Whether a line reads like a medicine: then it is asked by what right; the service decides. */
export const medicine = (what: string): boolean => /药|胶囊|口服液|颗粒|冲剂|胰岛素|滴眼|注射|含片|片剂|软膏|栓剂|喷雾剂|布洛芬|头孢|阿司匹林|二甲双胍|降压|降糖|青霉素|安定/.test(what.replace(/山药|芍药|火药|药盒|药箱|洗衣|牙膏/g, ''))

const partOptions: Option[] = [{ value: '', name: '都可以' }, { value: 'morning', name: '上午' }, { value: 'afternoon', name: '下午' }]

/** The questions of somebody who asks, or of staff for them. */
export function wishFields(kinds: OrderKind[]): Field[] {
  const buys = (v: Values) => kinds.some((k) => k.code === v.kind && k.buys)
  return [
    { kind: 'choice', name: 'kind', label: '请人做什么', must: true, options: kinds.map((k) => ({ value: k.code, name: k.name })) },
    { kind: 'words', name: 'lines', label: '买什么（一行一样）', must: true, rows: 3, most: 400, hint: '例如：大米一袋', when: buys },
    { kind: 'choice', name: 'basis', label: '里面有药吗', value: 'no', options: [{ value: 'no', name: '没有' }, { value: 'prescription', name: '有，按本人的处方' }, { value: 'named', name: '有，写了药名' }], when: buys },
    { kind: 'words', name: 'limit', label: '最多花多少元', must: true, type: 'digit', most: 7, when: buys },
    { kind: 'words', name: 'payer', label: '钱谁先垫、怎么给', must: true, most: 100, hint: '例如：网格员先垫，见面给现金', when: buys, note: '钱当面给，不经过本系统。' },
    { kind: 'words', name: 'words', label: '说明', rows: 2, most: 400, hint: '例如：腿脚不便，想理个发', must: true, when: (v) => !buys(v) },
    { kind: 'day', name: 'day', label: '哪天方便（可以不选）', from: dayOf(now()) },
    { kind: 'choice', name: 'part', label: '什么时候', optional: true, options: partOptions.slice(1) },
    { kind: 'area', name: 'area', label: '上门的楼（不选就是家里）', kinds: ['building', 'unit'] },
    { kind: 'words', name: 'room', label: '房号（登记过的不用写）', most: 12, hint: '例如：302' },
  ]
}

export const wishOf = (v: Values) => ({
  kind: v.kind, words: v.words?.trim() ?? '', day: v.day ?? '', part: v.part || '', area_id: v.area?.id ?? '', room: v.room.trim(),
  lines: v.lines ? linesOf(v.lines, v.basis === 'no' ? '' : v.basis) : [], limit: fenOf(v.limit), payer: v.payer?.trim() ?? '',
})

const kindsOf = async (): Promise<OrderKind[]> => (await api.get('/orders/kinds')).items

/** 请人上门, of a resident or for a family member. */
export async function askForm(kin: Option[], done: (id: string) => void): Promise<Form> {
  const whom: Field[] = kin.length ? [{ kind: 'choice', name: 'who', label: '替谁请', value: 'me', options: [{ value: 'me', name: '我自己' }, ...kin] }] : []
  return {
    title: '请人上门', go: '登记', said: '登记好了', explains: true, note: '社区一个工作日内跟您约好谁来、几点来。', fields: [...whom, ...wishFields(await kindsOf())],
    send: async (v, key) => {
      done((await api.post('/orders', {}, { ...wishOf(v), person_id: !v.who || v.who === 'me' ? '' : v.who }, key)).id)
    },
  }
}

/** 登记上门, for somebody at the counter or on the telephone; `from` is what it comes from. */
export const enterDeed = (from = ''): RowDeed => ({
  title: '登记上门', icon: 'plus', kind: 'main',
  form: async () => enterForm(from, from ? [] : [{ kind: 'person', name: 'who', label: '给谁', must: true, community: (await myCommunity()).id }]),
})

async function enterForm(from: string, whom: Field[], kind = ''): Promise<Form> {
  const kinds = await kindsOf()
  const fields = wishFields(kinds).map((f) => (f.kind === 'choice' && f.name === 'kind' ? { ...f, value: kinds.find((k) => k.name === kind)?.code } : f))
  return {
    title: '登记上门', about: from, go: '登记', said: '登记好了，请安排', explains: true, fields: [...whom, ...fields],
    send: (v, key) => api.post('/staff/orders', {}, { ...wishOf(v), person_id: v.who?.id ?? v.who ?? '', from }, key),
  }
}

/** 请人上门 for what somebody needs: the visit knows the need, and the need the visit. Of a household one member is visited. */
export async function needForm(need: { id: string; kind_name: string }, household: string): Promise<Form> {
  const members = household ? (await api.get('/staff/households/{id}', { id: household })).members.filter((m) => m.person_id && !m.until) : []
  const options = members.map((m) => ({ value: m.person_id, name: m.name || '没有留姓名' }))
  const whom: Field[] = options.length ? [{ kind: 'choice', name: 'who', label: '给谁', must: true, options, value: options.length === 1 ? options[0].value : undefined }]
    : household ? [{ kind: 'person', name: 'who', label: '给谁', must: true, community: (await myCommunity()).id }] : []
  const form = await enterForm(`need:${need.id}`, whom, need.kind_name)
  return {
    ...form, title: `请人上门：${need.kind_name}`,
    send: async (v, key) => {
      const { id } = (await form.send(v, key)) as Order
      return api.post('/staff/needs/{id}/refer', { id: need.id }, { target: `order:${id}` }, `${key}-need`)
    },
  }
}

const at = (o: OrderDetail) => ({ id: o.id })
const words = (label: string, must = true): Field => ({ kind: 'words', name: 'reason', label, must, rows: 2, most: 400 })
async function peopleOf(o: OrderDetail): Promise<Option[]> {
  return (await api.get('/staff/orders/{id}/people', at(o))).items.map((p) => ({ value: p.id, name: p.name, sub: p.away ? `${p.post}，那时请假` : p.post }))
}
const coming = (o: OrderDetail) => o.team.filter((m) => !m.away).map((m) => m.person_id)
const timeFields = (o: OrderDetail): Field[] => [
  { kind: 'day', name: 'day', label: '哪天', must: true, value: o.at ? o.at.slice(0, 10) : dayOf(now() + 86_400_000), from: dayOf(now()) },
  { kind: 'time', name: 'clock', label: '几点', must: true, value: o.at ? clock(o.at) : '09:30' },
]
const tooMany = (v: Values) => (v.team.length > 6 ? '最多选 6 位' : '')

const finishFields = (o: OrderDetail): Field[] => [
  { kind: 'words', name: 'minutes', label: '用了多少分钟', must: true, type: 'number', most: 3, value: '30' },
  ...(o.purchase.lines.length ? [
    { kind: 'words', name: 'spent', label: `花了多少元（最多 ${yuan(o.purchase.limit)}）`, must: true, type: 'digit', most: 7 },
    { kind: 'photos', name: 'photos', label: '小票照片', most: 3 },
  ] as Field[] : []),
  { kind: 'words', name: 'words', label: o.purchase.lines.length ? '没有小票的，写明在哪里买的' : '做了什么（可以不写）', rows: 2, most: 400 },
]
const finished = (v: Values) => ({ minutes: Number(v.minutes) || 0, spent: fenOf(v.spent ?? ''), words: v.words.trim(), file_ids: v.file_ids ?? [] })

const forms: Record<string, (o: OrderDetail) => Form | Promise<Form>> = {
  agree: async (o) => ({
    title: '约好上门', about: o.id, go: '约好', said: '约好了，已告诉居民', explains: true, note: o.wish ? `居民想要${o.wish}。` : '',
    fields: [...timeFields(o), { kind: 'many', name: 'team', label: '谁去（1 至 6 位）', must: true, options: await peopleOf(o) }], check: tooMany,
    send: (v, key) => api.post('/staff/orders/{id}/agree', at(o), { at: moment(v.day, v.clock), team: v.team }, key),
  }),
  move: (o) => ({ title: '改时间', about: o.id, go: '改', said: '改好了，已告诉居民', fields: timeFields(o), send: (v, key) => api.post('/staff/orders/{id}/move', at(o), { at: moment(v.day, v.clock) }, key) }),
  replace: async (o) => ({
    title: '换人', about: o.id, go: '换人', said: '换好了，已告诉居民', explains: true, note: '不去的人不记工作。',
    fields: [{ kind: 'many', name: 'team', label: '谁去（1 至 6 位）', must: true, value: coming(o), options: await peopleOf(o) }, words('为什么换')], check: tooMany,
    send: (v, key) => api.post('/staff/orders/{id}/team', at(o), { team: v.team, reason: v.reason }, key),
  }),
  vouch: (o) => ({ title: '电话核对来人', about: o.id, go: '核对过了', said: '记下了', note: '居民说不出口令时用。先打电话问居民，再写明怎么核对的。', fields: [words('怎么核对的')], send: (v, key) => api.post('/staff/orders/{id}/vouch', at(o), { reason: v.reason }, key) }),
  raise: (o) => ({
    title: '改上限', about: o.id, go: '改', said: '改好了，已告诉居民', note: `现在最多 ${yuan(o.purchase.limit)}。先问居民。`,
    fields: [{ kind: 'words', name: 'limit', label: '最多花多少元', must: true, type: 'digit', most: 7 }, words('居民怎么说的')],
    send: (v, key) => api.post('/staff/orders/{id}/limit', at(o), { limit: fenOf(v.limit), reason: v.reason }, key),
  }),
  paper: (o) => ({ title: '纸上签收', about: o.id, go: '签收了', said: '记下了', fields: [words('在哪里、怎样签收的')], send: (v, key) => api.post('/staff/orders/{id}/paper', at(o), { reason: v.reason }, key) }),
  fail: (o) => ({ title: '不能上门', about: o.id, go: '结束', bad: true, said: '已告诉居民', fields: [words('为什么')], send: (v, key) => api.post('/staff/orders/{id}/fail', at(o), { reason: v.reason }, key) }),
}

const titles: [can: string, title: string, kind: RowDeed['kind']][] = [
  ['agree', '约好谁去、几点去', 'main'], ['replace', '换人', 'soft'], ['move', '改时间', 'soft'], ['raise', '改上限', 'soft'], ['vouch', '电话核对来人', 'soft'], ['paper', '纸上签收', 'main'], ['fail', '不能上门', 'bad'],
]

/** What a keeper can do with an order, the next first. */
export const orderDeeds = (o: OrderDetail): RowDeed[] => titles.filter(([can]) => o.can.includes(can)).map(([can, title, kind]) => ({ title, kind, form: () => forms[can](o) }))

export const orderPhone = (o: OrderDetail): Form => phoneForm((reason) => api.post('/staff/orders/{id}/phone', at(o), { reason }), o.resident, o.id)

/** What somebody who comes can do, the next first. */
export const visitDeeds = (o: OrderDetail): RowDeed[] => {
  const all: Record<string, RowDeed> = {
    come: { title: '出发', kind: 'main', said: '已告诉居民', run: (key) => api.post('/orders/visits/{id}/come', at(o), undefined, key) },
    open: {
      title: '核对口令', kind: o.state === 'coming' ? 'main' : 'soft',
      form: () => ({
        title: '核对口令', about: o.id, go: '核对', said: '核对无误', explains: true, note: '请居民先看您的工牌，再说四个数字。',
        fields: [{ kind: 'words', name: 'word', label: '居民说的四个数字', must: true, type: 'number', most: 4 }],
        send: (v, key) => api.post('/orders/visits/{id}/open', at(o), { word: v.word.trim() }, key),
      }),
    },
    finish: {
      title: o.purchase.lines.length ? '送到了' : '做完了', kind: 'main',
      form: () => ({ title: o.purchase.lines.length ? '送到了' : '做完了', about: o.id, go: '记下来', said: '记下了，已告诉居民', explains: true, fields: finishFields(o), send: (v, key) => api.post('/orders/visits/{id}/finish', at(o), finished(v), key) }),
    },
    fail: { title: '做不了', kind: 'bad', form: () => ({ ...(forms.fail(o) as Form), title: '做不了', send: (v, key) => api.post('/orders/visits/{id}/fail', at(o), { reason: v.reason }, key) }) },
  }
  return o.can.filter((c) => all[c]).map((c) => all[c])
}

