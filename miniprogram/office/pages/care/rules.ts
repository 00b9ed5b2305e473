// The forms of the county's rules of visits (走访规则). Each writes all of the rules.
import { api } from '@linli/shared/api/client'
import type { components } from '@linli/shared/api/types'
import type { Form, Option, Values } from '@linli/shared/work/form'

export type Rules = components['schemas']['CareRules']
export type Cohort = Rules['cohorts'][number]
type Level = Cohort['level']
type Step = Rules['steps'][number]
type Written = components['schemas']['CareRulesWritten']

const options = (all: { code: string; name: string }[]): Option[] => all.map(({ code, name }) => ({ value: code, name }))
export const nameOf = (all: { code: string; name: string }[], code: string): string => all.find((one) => one.code === code)?.name ?? code
const levelsOf = (r: Rules): Option[] => r.levels.map((l) => ({ value: l.level, name: l.name ?? l.level, sub: l.say }))

/** Saves the rules with some changed. */
export function put(r: Rules, more: Partial<Written>, key: string) {
  const { levels, cohorts, steps, halved, change_days, change_hours, most_needs, version } = r
  return api.put('/staff/care/rules', {}, { levels, cohorts, steps, halved, change_days, change_hours, most_needs, version, ...more }, key)
}

/** 标签：高龄；或 80 岁以上；并且独居 */
export const sayCohort = (r: Rules, c: Cohort): string => [
  [c.tags.map((t) => nameOf(r.choices.tags, t)).join('、'), c.age ? `${c.age} 岁以上` : ''].filter(Boolean).join('，或 '), c.alone ? '并且独居' : '',
].filter(Boolean).join('，')

/** 二级以上的做，等 4 小时 */
export const sayStep = (r: Rules, s: Step, last: boolean): string => [
  s.level === 'A' ? '只有一级的做' : s.level === 'B' ? '一级、二级的做' : '都做', last ? '' : `没有回音，${sayMinutes(s.minutes)}后下一步`,
].filter(Boolean).join('；')
const sayMinutes = (n: number): string => (n % 60 ? `${n} 分钟` : `${n / 60} 小时`)

/** How often a level is visited. */
export function rhythmForm(r: Rules, level: string): Form {
  const one = r.levels.find((l) => l.level === level)!
  return {
    title: `${one.name}多久走访一次`, about: level, go: '保存', said: '已保存', explains: true, note: '改了以后，每一户的走访日期在一小时内跟着变。',
    fields: [
      { kind: 'count', name: 'n', label: '每', least: 1, most: 60, value: one.n },
      { kind: 'choice', name: 'unit', label: '单位', options: options(r.choices.units), value: one.unit },
      { kind: 'count', name: 'before', label: '提前几天出现在“今天”里', least: 0, most: 60, value: one.before },
    ],
    send: (v, key) => put(r, { levels: r.levels.map((l) => (l.level === level ? { ...l, n: v.n, unit: v.unit, before: v.before } : l)) }, key),
  }
}

/** A cohort, a new one without `code`. */
export function cohortForm(r: Rules, code = ''): Form {
  const old = r.cohorts.find((c) => c.code === code)
  return {
    title: old ? `修改${old.name}` : '加一类人群', about: code || 'new', go: '保存', said: '已保存', explains: true,
    note: '有其中一个标签，或者到了年龄，就算这一类；选了“只算独居的”，还要家里只有一个人。一个人属于几类的，按最高的等级。',
    fields: [
      { kind: 'words', name: 'name', label: '叫法', must: true, most: 12, value: old?.name },
      { kind: 'many', name: 'tags', label: '标签', options: options(r.choices.tags), value: old?.tags ?? [], note: '没有要的标签，先在“词表 → 居民标签”里加。' },
      { kind: 'count', name: 'age', label: '多大年龄以上（0 不看年龄）', least: 0, most: 120, value: old?.age ?? 0 },
      { kind: 'check', name: 'alone', label: '只算独居的', value: old?.alone },
      { kind: 'choice', name: 'level', label: '等级', must: true, options: levelsOf(r), value: old?.level },
    ],
    check: (v) => cohortLacks(r, code, v),
    send: (v, key) => {
      const made = { code, name: String(v.name).trim(), tags: v.tags, age: v.age, alone: v.alone, level: v.level as Level }
      return put(r, { cohorts: old ? r.cohorts.map((c) => (c.code === code ? made : c)) : [...r.cohorts, made] }, key)
    },
  }
}
function cohortLacks(r: Rules, code: string, v: Values): string {
  if (r.cohorts.some((c) => c.code !== code && c.name === String(v.name).trim())) return '已经有这个叫法，请换一个'
  return v.tags.length || v.age ? '' : '请选择标签，或者写明年龄'
}

/** What happens when nobody answers, in the fixed order of the deeds. */
export const stepsForm = (r: Rules): Form => ({
  title: '没人应时怎么办', go: '保存', said: '已保存', explains: true, note: '一步没有回音，过了时间就到下一步；只要有人见到了本人，马上停下。先后次序不变，不要的一步可以去掉。',
  fields: r.choices.deeds.flatMap((d, i): Form['fields'] => {
    const one = r.steps.find((s) => s.do === d.code), on = (v: Values) => v[d.code]
    return [
      { kind: 'check', name: d.code, label: `${i + 1}. ${d.name}`, value: !!one },
      { kind: 'choice', name: `${d.code}:level`, label: `“${d.name}”给谁做`, value: one?.level ?? 'B', options: [{ value: 'C', name: '都做' }, { value: 'B', name: '一级、二级' }, { value: 'A', name: '只有一级' }], when: on },
      { kind: 'count', name: `${d.code}:minutes`, label: `“${d.name}”以后等几分钟`, least: 1, most: 1440, step: 5, value: one?.minutes || 60, when: (v) => on(v) && r.choices.deeds.slice(i + 1).some((next) => v[next.code]) },
    ]
  }),
  check: (v) => (r.choices.deeds.some((d) => v[d.code]) ? '' : '至少留一步'),
  send: (v, key) => {
    const done = r.choices.deeds.filter((d) => v[d.code])
    return put(r, { steps: done.map((d, i) => ({ do: d.code as Step['do'], level: v[`${d.code}:level`], minutes: i === done.length - 1 ? 0 : v[`${d.code}:minutes`] })) }, key)
  },
})

/** What halves the interval, and the other numbers. */
export const numbersForm = (r: Rules): Form => ({
  title: '楼栋、变故和需要', go: '保存', said: '已保存', explains: true, note: '楼栋的情况在“小区”里登记。改了以后，每一户的走访日期在一小时内跟着变。',
  fields: [
    { kind: 'many', name: 'halved', label: '住在这些楼里的，走访间隔减半', options: options(r.choices.features), value: r.halved },
    { kind: 'count', name: 'change_hours', label: '有变故的，几小时内走访', least: 1, most: 72, value: r.change_hours },
    { kind: 'count', name: 'change_days', label: '有变故的，多少天内按一级', least: 1, most: 366, value: r.change_days },
    { kind: 'count', name: 'most_needs', label: '几户提到同一种需要，就提示开新服务', least: 2, most: 1000, value: r.most_needs },
  ],
  send: (v, key) => put(r, { halved: v.halved, change_hours: v.change_hours, change_days: v.change_days, most_needs: v.most_needs }, key),
})
