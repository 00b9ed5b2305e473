// Meals (助餐): who takes part, what is decided at the counter, and the words of it.
import { api } from '../api/client'
import { Fault } from '../api/fault'
import type { MealMember, MealProgramme, MealStop } from '../api/types'
import type { Tone } from '../ui/states'
import type { RowDeed } from '../use/rows'
import { dayOf, now } from '../util/time'
import type { Form, Option } from './form'
import { myCommunity } from './places'
import { may } from './powers'

export const mealLists = [
  { value: 'asked', name: '待答复', empty: '没有待答复的登记' }, { value: 'on', name: '用餐中', empty: '还没有人用餐' }, { value: 'ended', name: '已结束', empty: '没有结束的登记' },
] as const
export type MealList = (typeof mealLists)[number]['value']

export const weekdayOptions: Option[] = ['一', '二', '三', '四', '五', '六', '日'].map((name, i) => ({ value: String(i + 1), name: `周${name}` }))
export const wayOptions: Option[] = [{ value: 'deliver', name: '送餐上门' }, { value: 'eat_in', name: '到点用餐' }]
const numbersOf = (all: string[]) => all.map(Number).sort((a, b) => a - b)

export const mealTone = (state: MealMember['state']): Tone => (state === 'asked' ? 'wait' : state === 'paused' || state === 'refused' ? 'bad' : state === 'ended' ? 'off' : 'good')
export const stopTone = (s: MealStop): Tone => (s.outcome === 'to_do' ? 'wait' : s.outcome === 'no_answer' ? 'bad' : s.outcome === 'not_wanted' ? 'off' : 'good')

/** What can be recorded of a portion, as the buttons say it. */
export const outcomeNames: Record<string, string> = { delivered: '送到了', neighbour: '邻居代收', no_answer: '没人应', not_wanted: '今天不要', reached: '电话里平安' }
export const nameOutcome = (s: MealStop, outcome: string): string => (s.way === 'eat_in' ? (outcome === 'delivered' ? '来了' : '没有来') : outcomeNames[outcome])

/** The days from today on, that many. */
export const daysFrom = (n: number): string[] => [...Array(n).keys()].map((i) => dayOf(now() + i * 86_400_000))
/** 12月1日 周二. */
export function sayDate(day: string): string {
  const d = new Date(`${day}T00:00:00Z`)
  return `${d.getUTCMonth() + 1}月${d.getUTCDate()}日 周${'日一二三四五六'[d.getUTCDay()]}`
}

export const myProgrammes = async (): Promise<MealProgramme[]> => (await api.get('/staff/meal-programmes')).items

const sayMember = (m: MealMember) => `${m.name}，${m.days}${m.way_name}`

/** 同意: on the days asked for, or on others. */
export const agreeForm = (m: MealMember, p?: MealProgramme): Form => ({
  title: '同意', about: m.id, go: '同意', said: '已同意，告诉本人了', note: `${sayMember(m)}。从下一个没有定名单的日子开始。`, explains: true,
  fields: [{ kind: 'many', name: 'days', label: '哪几天', must: true, value: m.weekdays.map(String), options: weekdayOptions.filter((o) => !p || p.weekdays.includes(Number(o.value))) }],
  send: (v, key) => api.post('/staff/meals/{id}/agree', { id: m.id }, { weekdays: numbersOf(v.days) }, key),
})

const whyForm = (m: MealMember, to: 'refuse' | 'end'): Form => ({
  title: to === 'refuse' ? '不能登记' : '结束用餐', about: m.id, go: '确定', bad: true, said: '已登记', note: `${sayMember(m)}。${to === 'refuse' ? '本人会收到原因。' : ''}`,
  fields: [{ kind: 'words', name: 'reason', label: '原因', must: true, rows: 2, most: 100 }],
  send: (v, key) => (to === 'refuse' ? api.post('/staff/meals/{id}/refuse', { id: m.id }, { reason: v.reason.trim() }, key) : api.post('/staff/meals/{id}/end', { id: m.id }, { reason: v.reason.trim() }, key)),
})

/** 停餐 or 恢复 of some days, with the same limits as by the person. */
export const pauseForm = (m: MealMember): Form => ({
  title: '停餐或恢复', about: m.id, go: '保存', said: '已改，告诉本人了', note: `${sayMember(m)}。名单定了的日子改不了。`, explains: true,
  fields: [
    { kind: 'choice', name: 'eat', label: '怎么改', value: 'no', options: [{ value: 'no', name: '这些天不用餐' }, { value: 'yes', name: '这些天用餐' }] },
    { kind: 'day', name: 'first', label: '从哪天', value: dayOf(now() + 86_400_000) },
    { kind: 'day', name: 'last', label: '到哪天', value: dayOf(now() + 86_400_000) },
  ],
  check: (v) => (v.first && v.last && v.first <= v.last ? '' : '请选从哪天到哪天'),
  send: (v, key) => api.post('/staff/meals/{id}/days', { id: m.id }, { first: v.first, last: v.last, eat: v.eat === 'yes' }, key),
})

/** What can be done with somebody who takes part, the next first. */
export const memberDeeds = (m: MealMember, all: MealProgramme[]): RowDeed[] => (m.state === 'asked'
  ? [{ title: '同意', icon: 'check', kind: 'main', form: () => agreeForm(m, all.find((p) => p.id === m.programme_id)) }, { title: '不能登记', kind: 'bad', form: () => whyForm(m, 'refuse') }]
  : m.state === 'refused' || m.state === 'ended' ? []
    : [{ title: '停餐', icon: 'calendar', kind: 'soft', form: () => pauseForm(m) }, { title: '结束', kind: 'bad', form: () => whyForm(m, 'end') }])

/** 代为登记, for somebody without a telephone. */
export const enterDeed: RowDeed = {
  title: '登记用餐', icon: 'plus', kind: 'main',
  form: async () => {
    const all = await myProgrammes()
    if (!all.length) throw new Fault('client.meals', '还没有助餐点，请先开办', 0)
    const { id } = await myCommunity()
    return {
      title: '登记用餐', go: '登记', said: '已登记，请答复', explains: true, note: '登记后在“待答复”里同意。',
      fields: [
        { kind: 'person', name: 'who', label: '谁', must: true, community: id },
        { kind: 'choice', name: 'programme', label: '哪个助餐点', must: true, value: all.length === 1 ? all[0].id : '', options: all.map((p) => ({ value: p.id, name: p.name, sub: p.days })) },
        { kind: 'choice', name: 'way', label: '怎么用餐', must: true, value: 'deliver', options: wayOptions },
        { kind: 'many', name: 'days', label: '哪几天', must: true, value: all[0].weekdays.map(String), options: weekdayOptions },
        { kind: 'words', name: 'room', label: '房号（登记过的不用写）', most: 12 },
        { kind: 'words', name: 'diet', label: '忌口', most: 100, hint: '加密保存，只有社区和厨房看得到' },
        { kind: 'words', name: 'contact', label: '没人应时打给谁', most: 20, hint: '例如：儿子' },
        { kind: 'words', name: 'phone', label: '那个人的电话', type: 'tel', most: 20 },
        { kind: 'words', name: 'reason', label: '为什么需要', rows: 2, most: 100 },
      ],
      check: (v) => (!v.contact.trim() === !v.phone.trim() ? '' : '紧急联系人请写称呼和电话'),
      send: (v, key) => api.post('/staff/meals', {}, {
        programme_id: v.programme, person_id: v.who.id, way: v.way, weekdays: numbersOf(v.days), room: v.room.trim(), diet: v.diet.trim(), contact: v.contact.trim(),
        contact_phone: v.phone.trim(), reason: v.reason.trim(),
      }, key),
    }
  },
}

/** What became of a portion, at the counter. */
export const stopDeeds = (s: MealStop): RowDeed[] => s.can.map((outcome): RowDeed => ({
  title: nameOutcome(s, outcome), kind: outcome === 'delivered' ? 'main' : outcome === 'no_answer' ? 'bad' : 'soft', said: '记下了',
  sure: outcome === 'no_answer' ? { title: `${s.name}没人应`, text: '请马上打电话。半小时没有消息，会请红管家去看。', yes: '没人应' } : undefined,
  run: (key) => api.post('/meals/stops/{id}', { id: s.id }, { outcome: outcome as any }, key),
}))

const clockRule = (said: string) => /^([01]\d|2[0-3]):[0-5]\d$/.test(said.trim())

/** A programme, a new one or one that changes. */
export function programmeForm(community: string, tags: Option[], orgs: Option[], p?: MealProgramme): Form {
  const kitchens = p?.kitchen_id && !orgs.some((o) => o.value === p.kitchen_id) ? [{ value: p.kitchen_id, name: p.kitchen }, ...orgs] : orgs
  return {
    title: p ? '修改助餐点' : '开办助餐点', about: p?.id, go: p ? '保存' : '开办', said: p ? '已保存' : '已开办', explains: true,
    fields: [
      { kind: 'words', name: 'name', label: '名称', must: true, most: 20, value: p?.name, hint: '例如：老有颐养午餐' },
      ...(kitchens.length ? [{ kind: 'choice' as const, name: 'org', label: '哪个单位做饭', value: p?.kitchen_id ?? '', options: [{ value: '', name: '没有登记的单位' }, ...kitchens] }] : []),
      { kind: 'words', name: 'kitchen', label: '谁做饭', must: true, most: 40, value: p?.kitchen_id ? '' : p?.kitchen, when: (v) => !v.org },
      { kind: 'words', name: 'place', label: '在哪里吃', must: true, most: 40, value: p?.place },
      { kind: 'many', name: 'days', label: '哪几天开餐', must: true, value: (p?.weekdays ?? [1, 2, 3, 4, 5]).map(String), options: weekdayOptions },
      { kind: 'words', name: 'serve', label: '几点开餐', must: true, most: 5, value: p?.serve ?? '11:30', hint: '例如：11:30' },
      { kind: 'words', name: 'cut', label: '前一天几点定名单', must: true, most: 5, value: p?.cut_off ?? '17:00', hint: '例如：17:00' },
      { kind: 'words', name: 'most', label: '每天最多几份', must: true, type: 'number', most: 4, value: p ? String(p.most) : '' },
      { kind: 'words', name: 'age', label: '满多少岁可以登记（不限写 0）', must: true, type: 'number', most: 3, value: String(p?.age ?? 60) },
      { kind: 'many', name: 'tags', label: '不到年龄，哪些人也可以', value: p?.tags ?? [], options: tags },
      { kind: 'words', name: 'price', label: '价格说明', most: 40, value: p?.price, hint: '钱不经过本系统' },
    ],
    check: (v) => (clockRule(v.serve) && clockRule(v.cut) ? '' : '时间请写成 11:30 的样子'),
    send: (v, key) => {
      const said = {
        name: v.name.trim(), kitchen: v.org ? '' : v.kitchen.trim(), kitchen_id: v.org || '', place: v.place.trim(), place_id: '', age: Number(v.age), tags: v.tags, weekdays: numbersOf(v.days),
        serve: v.serve.trim(), cut_off: v.cut.trim(), price: v.price.trim(), most: Number(v.most),
      }
      return p ? api.put('/staff/meal-programmes/{id}', { id: p.id }, said, key) : api.post('/staff/meal-programmes', {}, { community_id: community, ...said }, key)
    },
  }
}

/** 开办助餐点. */
export const addProgrammeDeed = (tags: () => Option[]): RowDeed => ({ title: '开办助餐点', icon: 'plus', form: async () => programmeForm((await myCommunity()).id, tags(), await kitchens()) })

/** The orgs that may cook, for those who may read them. */
const kitchens = async (): Promise<Option[]> => (may('manage') ? (await api.get('/staff/roster/orgs')).items.map((o) => ({ value: o.id, name: o.name, sub: o.kind })) : [])

/** 写菜单 of the next days on which the programme cooks. */
async function menuForm(p: MealProgramme): Promise<Form> {
  const kept = (await api.get('/staff/meal-programmes/{id}/menu', { id: p.id })).items
  const days = daysFrom(14).filter((d) => p.weekdays.includes(new Date(`${d}T00:00:00Z`).getUTCDay() || 7))
  return {
    title: `${p.name}的菜单`, about: p.id, go: '保存', said: '已保存，居民看得到了', note: '没有写的日子，居民看到“菜单还没有写”。',
    fields: days.map((d) => ({ kind: 'words' as const, name: d, label: sayDate(d), most: 100, value: kept.find((k) => k.day === d)?.words ?? '', hint: '例如：番茄炒蛋、清炒菠菜、米饭' })),
    send: (v, key) => api.put('/staff/meal-programmes/{id}/menu', { id: p.id }, {
      items: [...kept.filter((k) => !days.includes(k.day)), ...days.filter((d) => v[d].trim()).map((d) => ({ day: d, words: v[d].trim() }))],
    }, key),
  }
}

/** 送餐员 of a building; without a person nobody brings its meals any more. */
async function carrierForm(p: MealProgramme): Promise<Form> {
  const kept = (await api.get('/staff/meal-programmes/{id}/carriers', { id: p.id })).items
  return {
    title: '安排送餐员', about: p.id, go: '保存', said: '已保存，从下一份名单起', explains: true,
    note: kept.length ? `现在：${kept.map((k) => `${k.place} ${k.name}`).join('；')}。` : '还没有送餐员。志愿者、红管家和工作人员都可以。',
    fields: [
      { kind: 'area', name: 'building', label: '哪栋楼', must: true, kinds: ['building'], community: p.community_id },
      { kind: 'person', name: 'who', label: '谁送（不送了不填）', community: p.community_id },
    ],
    send: (v, key) => api.put('/staff/meal-programmes/{id}/carriers', { id: p.id }, {
      items: [...kept.filter((k) => k.building_id !== v.building.id).map((k) => ({ building_id: k.building_id, person_id: k.person_id })), ...(v.who ? [{ building_id: v.building.id, person_id: v.who.id }] : [])],
    }, key),
  }
}

/** 转交 of what is not done on a day. */
export const handForm = (p: MealProgramme, day: string): Form => ({
  title: '转交送餐', about: p.id, go: '转交', said: '已转交，告诉他们了', note: `${p.name} ${sayDate(day)}，还没送的餐。`, explains: true,
  fields: [
    { kind: 'choice', name: 'to', label: '交给谁', must: true, value: 'stewards', options: [{ value: 'stewards', name: '各楼红管家', sub: '大风大雨天' }, { value: 'one', name: '一个人' }] },
    { kind: 'person', name: 'who', label: '谁', must: true, community: p.community_id, when: (v) => v.to === 'one' },
  ],
  send: (v, key) => api.post('/staff/meal-programmes/{id}/days/{day}/rounds', { id: p.id, day }, v.to === 'one' ? { person_id: v.who.id } : { stewards: true }, key),
})

/** What can be done with a programme. */
export const programmeDeeds = (p: MealProgramme, tags: Option[]): RowDeed[] => [
  { title: '写菜单', icon: 'edit', kind: 'main', form: () => menuForm(p) },
  { title: '送餐员', icon: 'people', kind: 'soft', form: () => carrierForm(p) },
  { title: '修改', kind: 'soft', form: async () => programmeForm('', tags, await kitchens(), p) },
  { title: '停办', kind: 'bad', said: '已停办', sure: { title: `停办${p.name}`, text: '没有人用餐了才能停办，不能改回来。', yes: '停办' }, run: (key) => api.delete('/staff/meal-programmes/{id}', { id: p.id }, undefined, key) },
]
