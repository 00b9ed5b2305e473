// What is asked before something is lent, taken back, or put on the list of what is lent.
import { api } from '../api/client'
import { Fault } from '../api/fault'
import type { Loan, Premises, Thing } from '../api/types'
import { sayDays, sayLeft } from '../ui/loan'
import type { RowDeed } from '../use/rows'
import type { Form, Values } from './form'
import { phoneForm } from './phone'
import { myCommunity } from './places'
import { premisesOf, whereFields, whereSaid } from './where'

export const loanLists = [
  { value: 'out', name: '借出', empty: '现在没有借出的东西' }, { value: 'late', name: '过期', empty: '没有过期未还的' }, { value: 'ended', name: '已归还', empty: '90 天里没有归还的' },
] as const
export type LoanList = (typeof loanLists)[number]['value']

/** What my community lends. Throws a Fault. */
export const myThings = async (): Promise<Thing[]> => (await api.get('/communities/{id}/things', { id: (await myCommunity()).id })).items

const ready = (...texts: string[]) => texts.map((text) => ({ name: text, text }))

/** 轮椅 2号, 孙奶奶: which loan a button means. */
export const sayLoan = (l: Loan): string => [[l.thing, l.copy].filter(Boolean).join(' '), l.borrower].filter(Boolean).join('，')

/** 借出: a name and a number are enough. */
export function lendForm(things: Thing[]): Form {
  const here = things.filter((t) => t.left > 0)
  return {
    title: '借出', go: '借出', said: '已借出', note: '有姓名和电话就能借，不用注册。注册过的人会收到提醒。',
    fields: [
      { kind: 'choice', name: 'thing', label: '借什么', must: true, value: here.length === 1 ? here[0].id : '', options: here.map((t) => ({ value: t.id, name: t.name, sub: `${sayLeft(t)}，${sayDays(t.days)}` })) },
      { kind: 'words', name: 'name', label: '姓名', must: true, most: 20 },
      { kind: 'words', name: 'phone', label: '电话', must: true, type: 'tel', most: 20, hint: '手机号，或带区号的座机' },
      { kind: 'words', name: 'copy', label: '物品编号（没有不写）', most: 10, hint: '例如：2号' },
    ],
    send: (v, key) => api.post('/staff/loans', {}, { thing_id: v.thing, name: v.name.trim(), phone: v.phone.trim(), copy: v.copy.trim() }, key),
  }
}

/** 收回: whoever brings it. */
export const backForm = (l: Loan): Form => ({
  title: '收回', about: l.id, go: '收回', said: '已收回', note: `${sayLoan(l)}。谁送回来都可以。`,
  fields: [
    { kind: 'words', name: 'words', label: '物品情况', rows: 2, most: 100, hint: '可以不写', ready: ready('完好', '家人送回，完好', '有损坏，还能用') },
    { kind: 'check', name: 'gone', label: '坏了，不能再借' },
  ],
  check: (v) => (v.gone && v.words.trim().length < 2 ? '请写明坏在哪里' : ''),
  send: (v, key) => api.post('/staff/loans/{id}/return', { id: l.id }, { words: v.words.trim(), gone: v.gone }, key),
})

/** 登记丢失: the stock is one less. */
export const loseForm = (l: Loan): Form => ({
  title: '登记丢失', about: l.id, go: '登记丢失', bad: true, said: '已登记', note: `${sayLoan(l)}。登记后总数少一件，不能改回来。`,
  fields: [{ kind: 'words', name: 'words', label: '什么情况', must: true, rows: 2, most: 100, ready: ready('借用人说丢了', '借用人搬走，联系不上') }],
  send: (v, key) => api.post('/staff/loans/{id}/lose', { id: l.id }, { words: v.words.trim() }, key),
})

export const borrowerForm = (l: Loan): Form => phoneForm((reason) => api.post('/staff/loans/{id}/phone', { id: l.id }, { reason }), l.borrower, l.id)

const usual = [0, 1, 3, 7, 30]
const whole = (said: string) => (/^\d+$/.test(said.trim()) ? Number(said) : -1)
const daysOf = (v: Values) => (v.days === 'other' ? whole(v.other) : Number(v.days))

/** A thing to be lent, a new one or one that changes. */
export function thingForm(community: string, places: Premises[], t?: Thing): Form {
  const other = !!t && !usual.includes(t.days)
  return {
    title: t ? '修改物品' : '登记物品', about: t?.id, go: t ? '保存' : '登记', said: t ? '已保存' : '已登记',
    note: t ? '已经借出的，到期日不变。' : '登记后居民马上看得到。',
    fields: [
      { kind: 'words', name: 'name', label: '名称', must: true, most: 20, value: t?.name, hint: '例如：爱心雨伞' },
      ...whereFields(places, t, { label: '放在哪里', most: 40, hint: '例如：一楼大厅门口' }),
      { kind: 'words', name: 'stock', label: '一共几件', must: true, type: 'number', most: 3, value: t ? String(t.stock) : '' },
      { kind: 'choice', name: 'days', label: '借多久', must: true, value: other ? 'other' : String(t?.days ?? 3), options: [...usual.map((n) => ({ value: String(n), name: n ? `${n} 天` : '当天还' })), { value: 'other', name: '别的天数' }] },
      { kind: 'words', name: 'other', label: '几天', must: true, type: 'number', most: 2, value: other ? String(t.days) : '', when: (v) => v.days === 'other' },
      { kind: 'check', name: 'self', label: '自助：居民自己拿、自己还', value: t?.self_service ?? false },
      { kind: 'words', name: 'about', label: '借的人要知道什么', rows: 2, most: 200, value: t?.about, hint: '可以不写' },
    ],
    check: (v) => (whole(v.stock) < 1 ? '一共几件，请填 1 至 999' : daysOf(v) < 0 || daysOf(v) > 90 ? '借期请填 0 至 90 天' : ''),
    send: (v, key) => {
      const said = { name: v.name.trim(), ...whereSaid(v), about: v.about.trim(), stock: whole(v.stock), days: daysOf(v), self_service: v.self }
      return t ? api.put('/staff/things/{id}', { id: t.id }, said, key) : api.post('/staff/communities/{id}/things', { id: community }, said, key)
    },
  }
}

/** Lending begins with what is there now; what a colleague has just lent disappears from the open form. */
export const lendDeed: RowDeed = {
  title: '借出', icon: 'plus', kind: 'main', again: true,
  form: async () => {
    const things = await myThings()
    if (!things.some((t) => t.left > 0)) throw new Fault('client.things', things.length ? '现在都借出去了' : '还没有登记物品，请先登记', 0)
    return lendForm(things)
  },
}

export const addThingDeed: RowDeed = { title: '登记物品', icon: 'plus', kind: 'main', form: async () => { const { id } = await myCommunity(); return thingForm(id, await premisesOf(id)) } }

/** What can be done with a loan, the next first. */
export const loanDeeds = (l: Loan): RowDeed[] => [
  ...(l.can.includes('return') ? [{ title: '收回', icon: 'check', kind: 'main' as const, form: () => backForm(l) }] : []),
  ...(l.can.includes('extend') ? [{ title: '续借', kind: 'soft' as const, said: '已续借', sure: { title: '续借', text: `${sayLoan(l)}。只能续借一次。`, yes: '续借' }, run: (key: string) => api.post('/staff/loans/{id}/extend', { id: l.id }, undefined, key) }] : []),
  ...(l.phone ? [{ title: '查看电话', icon: 'phone', kind: 'soft' as const, form: () => borrowerForm(l) }] : []),
  ...(l.can.includes('lose') ? [{ title: '登记丢失', kind: 'bad' as const, form: () => loseForm(l) }] : []),
]

export const changeThingDeed = (t: Thing): RowDeed => ({ title: '修改', icon: 'edit', kind: 'soft', form: async () => thingForm('', await premisesOf(t.community_id), t) })
export const endThingDeed = (t: Thing): RowDeed => ({
  title: '停止外借', kind: 'bad', said: '不再外借', sure: { title: `停止外借${t.name}`, text: '居民不再看到它，不能改回来。', yes: '停止外借' },
  run: (key) => api.delete('/staff/things/{id}', { id: t.id }, undefined, key),
})
