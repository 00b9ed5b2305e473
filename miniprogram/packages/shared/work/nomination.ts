// Nominations (推选), vacancies (空缺) and equipment (工牌).
import { api } from '../api/client'
import type { Badge, Nomination, Vacancy } from '../api/types'
import type { RowDeed } from '../use/rows'
import type { Tone } from '../ui/states'
import { openDocument } from '../util/document'
import { today, type Form, type Option } from './form'
import { myCommunity } from './places'

const tones: Record<string, Tone> = { proposed: 'wait', agreed: 'wait', public: 'go', passed: 'go', appointed: 'good', declined: 'off' }
export const nominationTone = (state: string): Tone => tones[state] ?? 'off'

export const reasons: Option[] = [{ value: 'warm', name: '热心' }, { value: 'fair', name: '公心正派' }]
/** What residents propose for, with the kind of place. */
export const proposable = [
  { value: 'building_lead', name: '楼栋长', kinds: ['building'] }, { value: 'unit_lead', name: '单元长', kinds: ['unit'] }, { value: 'steward', name: '楼道红管家', kinds: ['building', 'unit'] },
] as const

/** 登记推荐: at the desk, for somebody by name. */
async function proposeForm(): Promise<Form> {
  const { id: community } = await myCommunity()
  return {
    title: '登记推荐', go: '登记', said: '已登记', note: '本人愿意后公示 5 个工作日，没有异议再任命。',
    fields: [
      { kind: 'choice', name: 'role', label: '推荐担任', must: true, value: 'building_lead', options: proposable.map(({ value, name }) => ({ value, name })) },
      { kind: 'area', name: 'area', label: '哪栋楼或哪个单元', must: true, kinds: ['building', 'unit'], community },
      { kind: 'person', name: 'person', label: '推荐谁（已登记的居民）', community },
      { kind: 'words', name: 'name', label: '没有登记的，写姓名', most: 20, when: (v) => !v.person },
      { kind: 'words', name: 'phone', label: '手机号（没有不写）', most: 20, type: 'tel', when: (v) => !v.person },
      { kind: 'many', name: 'reasons', label: '推荐理由', options: reasons },
      { kind: 'words', name: 'words', label: '具体说说', rows: 2, most: 200, hint: '可以不写' },
    ],
    check: (v) => (!v.person && !String(v.name).trim() ? '请选择或写明推荐谁' : !v.reasons.length && !String(v.words).trim() ? '请选择推荐理由' : ''),
    send: (v, key) => api.post('/staff/nominations', {}, {
      role: v.role, area_id: v.area.id, person_id: v.person?.id ?? '', name: v.person ? '' : v.name.trim(), phone: v.person ? '' : v.phone.trim(), reasons: v.reasons, words: v.words.trim(),
    }, key),
  }
}
export const proposeDeed: RowDeed = { title: '登记推荐', icon: 'plus', kind: 'main', form: proposeForm }

const say = (n: Nomination): string => `${n.name}，${n.area_name}${n.role_name}`

async function identifyForm(n: Nomination): Promise<Form> {
  const { id: community } = await myCommunity()
  return {
    title: '确认是谁', about: n.id, go: '确认', said: '已确认，已请本人答复', note: `推荐的是${say(n)}${n.phone ? `，电话 ${n.phone}` : ''}。`,
    fields: [{ kind: 'person', name: 'person', label: '是哪一位', must: true, community }],
    send: (v, key) => api.post('/staff/nominations/{id}/identify', { id: n.id }, { person_id: v.person.id }, key),
  }
}
const publishForm = (n: Nomination): Form => ({
  title: '公示', about: n.id, go: '开始公示', said: '已开始公示', note: `${say(n)}。姓名只显示姓。`,
  fields: [{ kind: 'count', name: 'days', label: '公示几个工作日', value: 5, least: 3, most: 7 }],
  send: (v, key) => api.post('/staff/nominations/{id}/publish', { id: n.id }, { days: v.days }, key),
})
const appointForm = (n: Nomination): Form => ({
  title: '任命', about: n.id, go: '任命', said: '已任命', note: `${say(n)}。`,
  fields: [
    { kind: 'day', name: 'from', label: '从哪天起', value: today() },
    { kind: 'count', name: 'years', label: '任期几年', value: 3, least: 1, most: 5 },
  ],
  send: (v, key) => api.post('/staff/nominations/{id}/appoint', { id: n.id }, { from: v.from, years: v.years }, key),
})
const declineForm = (n: Nomination): Form => ({
  title: '不任命', about: n.id, go: '不任命', bad: true, said: '已结束', note: `${say(n)}。`,
  fields: [{ kind: 'words', name: 'reason', label: '原因', must: true, rows: 2, most: 200 }],
  send: (v, key) => api.post('/staff/nominations/{id}/decline', { id: n.id }, { reason: v.reason.trim() }, key),
})

/** What can be done with a nomination, the next first. */
export const nominationDeeds = (n: Nomination): RowDeed[] => [
  ...(n.can.includes('agree') ? [{ title: '本人愿意', icon: 'check', kind: 'main' as const, said: '已登记', sure: { title: '本人愿意', text: `已经问过${n.name}，本人愿意吗？`, yes: '愿意' }, run: (key: string) => api.post('/staff/nominations/{id}/agree', { id: n.id }, undefined, key) }] : []),
  ...(n.can.includes('publish') ? [{ title: '公示', icon: 'flag', kind: 'main' as const, form: () => publishForm(n) }] : []),
  ...(n.can.includes('appoint') ? [{ title: '任命', icon: 'check', kind: 'main' as const, form: () => appointForm(n) }] : []),
  ...(n.can.includes('identify') ? [{ title: '确认是谁', kind: (n.nominee_id ? 'soft' : 'main') as 'soft' | 'main', form: () => identifyForm(n) }] : []),
  ...(n.can.includes('decline') ? [{ title: '不任命', kind: 'bad' as const, form: () => declineForm(n) }] : []),
]

/** 推荐: somebody for an empty post of a building or unit. */
export const vacancyDeeds = (v: Vacancy): RowDeed[] => (proposable.some((p) => p.value === v.role) && !v.person_id ? [{
  title: '登记推荐', kind: 'soft',
  form: async () => {
    const form = await proposeForm()
    const fields = form.fields.map((f) => (f.name === 'role' ? { ...f, value: v.role } : f.name === 'area' ? { ...f, value: { id: v.area_id, full_name: v.area_name } } : f))
    return { ...form, about: `${v.role}:${v.area_id}`, fields: fields as Form['fields'] }
  },
}] : [])

export const gears: Option[] = [{ value: 'badge', name: '工牌' }, { value: 'vest', name: '马甲' }, { value: 'device', name: '终端' }]
export const giveForm = (person: { id: string; name: string }): Form => ({
  title: `发放：${person.name}`, about: person.id, go: '发放', said: '已发放', note: '工牌上有二维码，居民扫一扫就知道是不是现任人员。',
  fields: [
    { kind: 'choice', name: 'kind', label: '发什么', must: true, value: 'badge', options: gears },
    { kind: 'words', name: 'number', label: '编号', must: true, most: 20 },
  ],
  send: (v, key) => api.post('/staff/badges', {}, { person_id: person.id, kind: v.kind, number: v.number.trim() }, key),
})
export const printBadge = async (b: Badge): Promise<void> => { await openDocument(await api.bytes('/staff/badges/{id}/card.pdf', { id: b.id }), 'badge.pdf') }
