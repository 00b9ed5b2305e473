import { api } from '@linli/shared/api/client'
import type { components } from '@linli/shared/api/types'
import { today, type Form, type Option, type Values } from '@linli/shared/work/form'

export type Campaign = components['schemas']['Campaign']
export type Question = components['schemas']['CampaignQuestion']

const facts: (Option & { value: 'size' | 'tenure' | 'use' | 'contact'; name: string })[] = [
  { value: 'size', name: '家里几口人' }, { value: 'tenure', name: '自住还是出租' }, { value: 'use', name: '房子做什么用' },
  { value: 'contact', name: '家里的联系人是谁' },
]

/** Reads questions, one a line: "冬天回来住吗（是否）", "几辆车（数字）", "用什么取暖：集中、煤、电" and any other in words. */
export function questionsOf(lines: string, sealed: boolean): Question[] {
  return lines.split('\n').map((l) => l.trim()).filter(Boolean).map((line): Question => {
    const kind = /[（(](是否|数字)[）)]$/.exec(line), [text, choices] = line.split(/[：:]/)
    if (kind) return { text: line.slice(0, kind.index), kind: kind[1] === '是否' ? 'yes_no' : 'number', choices: [], known: '', sealed }
    if (choices) return { text, kind: 'choice', choices: choices.split(/[、，,]/).map((c) => c.trim()).filter(Boolean), known: '', sealed }
    return { text: line, kind: 'words', choices: [], known: '', sealed }
  })
}

/** The line from which questionsOf reads the question. */
export const lineOf = (q: Question): string => q.text + ({ yes_no: '（是否）', number: '（数字）', choice: `：${q.choices.join('、')}`, words: '' })[q.kind]

const known = (v: Values): Question[] => facts.filter((f) => v.facts.includes(f.value)).map((f) => ({ text: f.name, kind: 'words', choices: [], known: f.value, sealed: false }))

/** Writes a campaign down, or changes its draft. */
export const campaignForm = (community: string, areas: Option[], of?: Campaign): Form => {
  const own = (of?.questions ?? []).filter((q) => !q.known)
  return {
    title: of ? '修改采集' : '新建采集', about: of?.id ?? community, go: '保存草稿', said: '存好了，书记同意以后开始',
    note: '先问清楚：谁决定的、依据什么、做什么用。没有依据和决定，不能开始。',
    fields: [
      { kind: 'words', name: 'title', label: '标题', must: true, most: 40, value: of?.title, hint: '例如：冬季供暖核对' },
      { kind: 'words', name: 'purpose', label: '做什么用', must: true, most: 200, rows: 2, value: of?.purpose },
      { kind: 'words', name: 'basis', label: '依据', most: 200, value: of?.basis, hint: '哪个文件、哪一条' },
      { kind: 'words', name: 'decided', label: '由谁决定', most: 100, value: of?.decided, hint: '例如：社区党委会 11月20日' },
      { kind: 'choice', name: 'area', label: '在哪里', must: true, value: of?.area_id ?? community, options: areas },
      { kind: 'choice', name: 'use', label: '只问哪种房子', value: of?.use ?? 'home', options: [{ value: '', name: '都问' }, { value: 'home', name: '住宅' }, { value: 'shop', name: '商铺' }] },
      { kind: 'choice', name: 'tenure', label: '只问谁', value: of?.tenure ?? '', options: [{ value: '', name: '都问' }, { value: 'rented', name: '租住的' }, { value: 'owned', name: '自住的' }] },
      { kind: 'check', name: 'doors', label: '依法普查：只核门牌、打勾，不问问题', value: of?.doors },
      { kind: 'many', name: 'facts', label: '核对登记过的', options: facts, value: of ? of.questions.filter((q) => q.known).map((q) => q.known) : ['size', 'tenure'], when: (v) => !v.doors, note: '已经登记的会先填好，没有变化点一下就行；有变化的直接改登记。' },
      { kind: 'words', name: 'lines', label: '另外问的（一行一个）', rows: 4, most: 900, value: own.map(lineOf).join('\n'), when: (v) => !v.doors, hint: '用什么取暖：集中、煤、电\n冬天回来住吗（是否）\n几辆车（数字）' },
      { kind: 'check', name: 'sealed', label: '另外问的，答复加密保存', value: own.some((q) => q.sealed), when: (v) => !v.doors },
      { kind: 'day', name: 'from', label: '从哪天起', must: true, value: of?.from ?? today() },
      { kind: 'day', name: 'until', label: '到哪天止', must: true, value: of?.until, note: '最长 92 天，到了自己结束。' },
      { kind: 'day', name: 'drop', label: '哪天删除答复', must: true, value: of?.drop, note: '结束以后 183 天以内，到了自己删除。' },
    ],
    send: (v, key) => {
      const body = {
        area_id: v.area, title: v.title, purpose: v.purpose, basis: v.basis ?? '', decided: v.decided ?? '', use: v.use, tenure: v.tenure, doors: !!v.doors,
        questions: v.doors ? [] : [...known(v), ...questionsOf(v.lines ?? '', !!v.sealed)], from: v.from, until: v.until, drop: v.drop,
      }
      return of ? api.put('/staff/campaigns/{id}', { id: of.id }, body, key) : api.post('/staff/campaigns', {}, body, key)
    },
  }
}
