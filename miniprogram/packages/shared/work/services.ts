// The forms for a service and for a line of its timetable.
import { api } from '../api/client'
import type { components, Premises, Service } from '../api/types'
import { tell } from '../use/deed'
import { today, type Field, type Form, type Somebody, type Values } from './form'
import { tags } from './wordlist'
import { sayWhen } from './week'
import { whereFields, whereSaid } from './where'

type Entry = components['schemas']['TimetableEntry']
type Effect = components['schemas']['Effect']

export const kinds = [
  { value: 'care', name: '便民服务' }, { value: 'errand', name: '代办' }, { value: 'course', name: '课程' }, { value: 'reception', name: '接待' }, { value: 'room', name: '场地' },
]
const week = ['一', '二', '三', '四', '五', '六', '日'].map((name, i) => ({ value: String(i + 1), name: `周${name}` }))

/** Names the sessions that were left unchanged. */
export async function report(effect: Effect): Promise<void> {
  if (!effect.kept.length) return
  const some = effect.kept.slice(0, 6).map(sayWhen).join('\n')
  await tell(`${effect.kept.length} 场有人约了，没有动`, `${some}${effect.kept.length > 6 ? '\n……' : ''}\n要改，请取消场次或只改那一天。`)
}

/** 每周一、三 09:00-11:30 */
export function sayEntry(e: Entry): string {
  const days = e.days.length === 7 ? '每天' : `${e.nth_of_month ? `每月第 ${e.nth_of_month} 个` : e.every_weeks === 2 ? '隔周' : e.every_weeks > 2 ? `每 ${e.every_weeks} 周` : '每周'}${e.days.map((d) => week[d - 1].name.slice(1)).join('、')}`
  return `${days} ${e.begin}-${e.end}`
}

export const sayMore = (e: Entry): string => [
  e.step_minutes ? `每 ${e.step_minutes} 分钟 ${e.places} 个名额` : `整场 ${e.places} 个名额`, e.walk_ins ? `现场号 ${e.walk_ins}` : '', e.host,
  e.holidays ? '节假日也开' : '', e.from > today() ? `${e.from} 起` : '', e.to ? `到 ${e.to}` : '',
].filter(Boolean).join(' · ')

/** A service, new or changed; its questions have a form of their own. */
/** A new service can have a name already. */
export function serviceForm(community: string, places: Premises[], s?: Service, name = ''): Form {
  const r = s?.rules
  return {
    title: s ? '修改服务' : '新增服务', about: s?.id ?? community, go: '保存', said: '已保存',
    fields: [
      { kind: 'words', name: 'name', label: '名称', must: true, most: 20, value: s?.name ?? name, hint: '例如 理发' },
      { kind: 'choice', name: 'kind', label: '种类', must: true, value: s?.kind ?? 'care', options: kinds },
      { kind: 'check', name: 'door_to_door', label: '上门服务，要写地址', value: r?.door_to_door ?? name.startsWith('上门') },
      ...whereFields(places, s, { label: '地点', most: 60, hint: '例如 到您家里' }),
      { kind: 'words', name: 'about', label: '要带什么、注意什么', rows: 2, value: s?.about },
      { kind: 'count', name: 'min_age', label: '最小年龄（0 不限）', least: 0, most: 100, step: 5, unit: '岁', value: r?.min_age ?? 0 },
      { kind: 'count', name: 'max_age', label: '最大年龄（0 不限）', least: 0, most: 100, step: 5, unit: '岁', value: r?.max_age ?? 0 },
      { kind: 'check', name: 'residents_only', label: '只限本社区居民', value: r?.residents_only ?? false },
      { kind: 'many', name: 'tags', label: '只给这些人（不选不限）', value: r?.tags ?? [], options: tags },
      { kind: 'count', name: 'per_week', label: '每人每周几次（0 不限）', least: 0, most: 7, unit: '次', value: r?.per_week ?? 1 },
      { kind: 'count', name: 'ahead_days', label: '提前几天可以约', least: 0, most: 90, unit: '天', value: r?.ahead_days ?? 7 },
      { kind: 'time', name: 'open_at', label: '几点开放预约', must: true, value: r?.open_at ?? '08:30' },
      { kind: 'count', name: 'cutoff_minutes', label: '开始前多久不能再取消', least: 0, most: 2880, step: 30, unit: '分钟', value: r?.cutoff_minutes ?? 120 },
      { kind: 'count', name: 'late_minutes', label: '迟到多久让号', least: 5, most: 120, step: 5, unit: '分钟', value: r?.late_minutes ?? 15 },
      { kind: 'count', name: 'waitlist_most', label: '最多几位候补', least: 0, most: 100, step: 5, unit: '位', value: r?.waitlist_most ?? 20 },
      { kind: 'check', name: 'series', label: '课程可以整期报名', value: r?.series ?? false },
    ],
    send: async (v, key) => {
      const { name, kind, place: _place, place_id: _id, about, ...rules } = v, where = whereSaid(v)
      const body = {
        name: name.trim(), kind, ...where, about: about.trim(), area_id: where.place_id ? '' : s?.area_id ?? community, questions: s?.questions ?? [], version: s?.version,
        rules: { ...(r ?? {}), ...(rules as Values) },
      }
      await (s ? api.put('/staff/services/{id}', { id: s.id }, body, key) : api.post('/staff/communities/{id}/services', { id: community }, body, key))
    },
  }
}

const mostQuestions = 10
export function questionsForm(s: Service): Form {
  const fields = Array.from({ length: mostQuestions }, (_, i): Field[] => {
    const q = s.questions[i], when = (v: Values) => v.n > i
    return [
      { kind: 'words', name: `text_${i}`, label: `第 ${i + 1} 个问题`, must: true, most: 60, value: q?.text, when },
      { kind: 'words', name: `choices_${i}`, label: '可选的回答', most: 200, value: q?.choices.join('、'), hint: '用顿号分开；不写就由居民自己写', when },
      { kind: 'check', name: `required_${i}`, label: '必须回答', value: q?.required ?? false, when },
      { kind: 'check', name: `health_${i}`, label: '问的是身体情况（要本人同意，一个月后删除）', value: q?.health ?? false, when },
    ]
  }).flat()
  return {
    title: `${s.name}：要问的问题`, about: s.id, go: '保存', said: '已保存',
    fields: [{ kind: 'count', name: 'n', label: '问几个', least: 0, most: mostQuestions, unit: '个', value: s.questions.length }, ...fields],
    send: (v, key) => api.put('/staff/services/{id}', { id: s.id }, {
      name: s.name, kind: s.kind, place: s.place, place_id: s.place_id, about: s.about, area_id: s.area_id, rules: s.rules, version: s.version,
      questions: Array.from({ length: v.n }, (_, i) => ({
        key: s.questions[i]?.key ?? `q${i + 1}`, text: v[`text_${i}`].trim(), required: v[`required_${i}`], health: v[`health_${i}`],
        choices: v[`choices_${i}`].split(/[、,，]/).map((c: string) => c.trim()).filter(Boolean),
      })),
    }, key),
  }
}

const mostProviders = 4
export type EntryInput = components['schemas']['TimetableInput']

/**
 * A line of the timetable; `known` are the names of its providers, `canName` whether I may search for people. With `put` the
 * line is handed over instead of saved.
 */
export function entryForm(s: Service, known: Somebody[], canName: boolean, e?: Entry, put?: (line: EntryInput) => void): Form {
  const people = canName ? Array.from({ length: mostProviders }, (_, i): Field => ({
    kind: 'person', name: `who_${i}`, label: i ? `服务人员 ${i + 1}` : '服务人员', value: known[i], community: s.community_id,
    note: i ? undefined : '师傅、医生、老师；他登录后看到自己的名单。', when: (v) => i === 0 || !!v[`who_${i - 1}`],
  })) : []
  return {
    title: e ? '修改时间安排' : `${s.name}：新增时间安排`, about: e?.id ?? s.id, go: put ? '下一步' : '保存', said: put ? '' : '已保存', note: e ? '没人约的场次马上跟着变；有人约的不动，会列给您看。' : undefined,
    fields: [
      { kind: 'many', name: 'days', label: '星期几', must: true, value: e?.days.map(String) ?? [], options: week },
      { kind: 'time', name: 'begin', label: '几点开始', must: true, value: e?.begin ?? '09:00' },
      { kind: 'time', name: 'end', label: '几点结束', must: true, value: e?.end ?? '11:00' },
      {
        kind: 'choice', name: 'often', label: '多久一次', must: true, value: e?.nth_of_month ? `n${e.nth_of_month}` : `w${e?.every_weeks ?? 1}`,
        options: [{ value: 'w1', name: '每周' }, { value: 'w2', name: '隔周' }, ...(e && e.every_weeks > 2 ? [{ value: `w${e.every_weeks}`, name: `每 ${e.every_weeks} 周` }] : []), ...[1, 2, 3, 4, 5].map((n) => ({ value: `n${n}`, name: `每月第 ${n} 个` }))],
      },
      { kind: 'count', name: 'step_minutes', label: '每个时段多长（0 是整场按号来）', least: 0, most: 240, step: 5, unit: '分钟', value: e?.step_minutes ?? 0 },
      { kind: 'count', name: 'places', label: '名额（每个时段，或整场）', least: 1, most: 500, unit: '个', value: e?.places ?? 10 },
      { kind: 'count', name: 'walk_ins', label: '现场号（留给不用手机的老人）', least: 0, most: 50, unit: '个', value: e?.walk_ins ?? 2 },
      ...people,
      { kind: 'words', name: 'host', label: '主讲人或主题', most: 30, value: e?.host, hint: '可以不写' },
      { kind: 'day', name: 'from', label: '从哪天起', must: true, from: today(), value: e && e.from > today() ? e.from : e?.from ?? today() },
      { kind: 'day', name: 'to', label: '到哪天止', value: e?.to, note: '不选就一直办下去。' },
      { kind: 'check', name: 'holidays', label: '法定节假日也开', value: e?.holidays ?? false },
    ],
    check: (v) => (v.begin < v.end ? '' : '结束要晚于开始'),
    send: async (v, key) => {
      const nth = v.often[0] === 'n'
      const body = {
        from: v.from, to: v.to || '', days: v.days.map(Number).sort((a: number, b: number) => a - b), begin: v.begin, end: v.end, host: v.host.trim(), holidays: v.holidays,
        every_weeks: nth ? 1 : Number(v.often.slice(1)), nth_of_month: nth ? Number(v.often.slice(1)) : 0,
        step_minutes: v.step_minutes, places: v.places, walk_ins: v.walk_ins, version: e?.version,
        provider_ids: canName ? [...people.map((f) => v[f.name]?.id).filter(Boolean), ...(e?.provider_ids.slice(mostProviders) ?? [])] : e?.provider_ids ?? [],
      }
      if (put) return put(body)
      const { effect } = e ? await api.put('/staff/entries/{id}', { id: e.id }, body, key) : await api.post('/staff/services/{id}/entries', { id: s.id }, body, key)
      void report(effect)
    },
  }
}

/** An exception for one day. */
export const exceptionForm = (e: Entry): Form => ({
  title: '只改一天', about: e.id, go: '保存', said: '已保存', note: sayEntry(e),
  fields: [
    { kind: 'day', name: 'day', label: '哪一天', must: true, from: today() },
    { kind: 'choice', name: 'what', label: '怎么改', must: true, value: 'closed', options: [{ value: 'closed', name: '停一天' }, { value: 'time', name: '改时间' }, { value: 'places', name: '改名额' }, { value: 'usual', name: '照常（取消以前的改动）' }] },
    { kind: 'time', name: 'begin', label: '几点开始', must: true, value: e.begin, when: (v) => v.what === 'time' },
    { kind: 'time', name: 'end', label: '几点结束', must: true, value: e.end, when: (v) => v.what === 'time' },
    { kind: 'count', name: 'places', label: '名额', least: 1, most: 200, unit: '个', value: e.places, when: (v) => v.what === 'places' },
    { kind: 'words', name: 'words', label: '原因', must: true, rows: 2, hint: '居民会看到', when: (v) => v.what !== 'usual' },
  ],
  send: async (v, key) => {
    const how: Record<string, object> = { closed: { closed: true }, time: { begin: v.begin, end: v.end }, places: { places: v.places }, usual: {} }
    void report(await api.put('/staff/entries/{id}/days/{day}', { id: e.id, day: v.day }, { ...how[v.what], ...(v.what === 'usual' ? {} : { words: v.words.trim() }) }, key))
  },
})

/** Ends a line, or a whole service. */
export async function endEntry(id: string, key: string) { void report(await api.delete('/staff/entries/{id}', { id }, undefined, key)) }
export async function endService(id: string, key: string) { void report(await api.delete('/staff/services/{id}', { id }, undefined, key)) }
