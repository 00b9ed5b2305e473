// The forms of regular work (七个一). Each writes all of the county's rules.
import { api } from '@linli/shared/api/client'
import type { components } from '@linli/shared/api/types'
import type { Form, Option } from '@linli/shared/work/form'

export type Rules = components['schemas']['Cadences']
export type Cadence = Rules['items'][number]
type Written = Omit<Cadence, 'who' | 'what' | 'say'>

const options = (all: { code: string; name: string }[]): Option[] => all.map(({ code, name }) => ({ value: code, name }))

/** Saves the rules with some changed. */
export const put = (rules: Rules, items: Written[], key: string) => api.put('/staff/cadences/rules', {}, { items, mark: rules.mark }, key)

/** A rule, a new one without `key`. */
export function cadenceForm(rules: Rules, key = ''): Form {
  const old = rules.items.find((one) => one.key === key), { roles, ties, kinds, units, targets } = rules.choices
  const deeds = kinds.map((k): Form['fields'][number] => ({
    kind: 'choice', name: `deed:${k.code}`, label: '只算哪件事（不选都算）', optional: true, options: options(k.deeds),
    value: old?.kind === k.code ? old.deed : '', when: (v) => v.kind === k.code,
  }))
  return {
    title: old ? `修改${old.name}` : '加一项', about: key || 'new', go: '保存', said: '已保存', explains: true,
    note: '做没做由工作记录算出来，不用填报，也不打分。改了以后从当前这个周期算起。“每户都要走到”只用在走访上，按走访计划一季度一次的不算在内。',
    fields: [
      { kind: 'words', name: 'name', label: '叫法', must: true, most: 20, value: old?.name },
      { kind: 'many', name: 'roles', label: '谁做：任这些职务的', options: options(roles), value: old?.roles ?? [] },
      { kind: 'many', name: 'ties', label: '谁做：这样包联的', options: options(ties), value: old?.ties ?? [] },
      { kind: 'choice', name: 'kind', label: '做什么（哪种工作记录算数）', must: true, options: options(kinds), value: old?.kind },
      ...deeds,
      { kind: 'choice', name: 'target', label: '只算这样的（不选都算）', optional: true, options: options(targets), value: old?.target },
      { kind: 'choice', name: 'unit', label: '多久', must: true, options: options(units), value: old?.unit ?? 'week' },
      { kind: 'count', name: 'times', label: '几次', least: 1, most: 31, value: old?.times ?? 1 },
      { kind: 'count', name: 'minutes', label: '每次至少几分钟（0 不限；没写时长的记录不算，巡查不在这里定）', least: 0, most: 600, value: old?.minutes ?? 0 },
      { kind: 'words', name: 'basis', label: '依据', most: 100, rows: 2, value: old?.basis, hint: '例如：县委办〔2026〕8 号文件' },
    ],
    check: (v) => (v.roles.length + v.ties.length ? '' : '请选择谁做'),
    send: (v, sent) => {
      const made: Written = { key, name: v.name, roles: v.roles, ties: v.ties, kind: v.kind, deed: v[`deed:${v.kind}`] ?? '', unit: v.unit, times: v.times, basis: v.basis, minutes: v.minutes, target: v.target ?? '' }
      return put(rules, old ? rules.items.map((one) => (one.key === key ? made : one)) : [...rules.items, made], sent)
    },
  }
}
