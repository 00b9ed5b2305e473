// What is written down about an item of the guide, the same at the desk and on the telephone.
import { api } from '../api/client'
import type { Guide, GuideCard, GuideLine, GuideRow } from '../api/types'
import type { RowDeed } from '../use/rows'
import { dayOf, later, now } from '../util/time'
import type { Field, Form, Option, Values } from './form'
import { may } from './powers'

type Content = Guide['content']
type Limit = Content['legal_limit']
type Draft = Omit<Content, 'materials' | 'steps' | 'legal_limit' | 'promised_limit'> & { materials: Partial<Content['materials'][0]>[]; steps: unknown[]; legal_limit: unknown; promised_limit: unknown }

export const guideStates = [
  { value: '', name: '全部', empty: '还没有事项，可以从 24 项示例开始导入' }, { value: 'to_review', name: '待复核', empty: '没有要复核的事项' },
  { value: 'draft', name: '草稿', empty: '没有草稿' }, { value: 'withdrawn', name: '已下线', empty: '没有下线的事项' },
] as const

const families = [{ value: 'community', name: '社区服务' }, { value: 'livelihood', name: '民生服务' }, { value: 'government', name: '政务服务' }, { value: 'voluntary', name: '志愿服务' }]
const modes = [{ value: 'advise', name: '咨询' }, { value: 'accept', name: '受理' }, { value: 'handle', name: '办理' }, { value: 'errand', name: '帮办代办' }]
const flags = [{ value: 'first_asked', name: '首问负责' }, { value: 'in_time', name: '限时办结' }, { value: 'all_the_way', name: '全程代办' }, { value: 'at_home', name: '上门服务' }]
const forms: Record<string, string> = { 原件: 'original', 复印件: 'copy', 照片: 'photo' }

const linesOf = (said: string): string[] => said.split(/[\n；;]/).map((s) => s.trim()).filter(Boolean)
const wordsOf = (said: string): string[] => said.split(/[、，,；;\n]/).map((s) => s.trim()).filter(Boolean)
const partsOf = (line: string): string[] => line.replace(/｜/g, '|').split('|').map((s) => s.trim())

/** 20 个工作日 → the limit; "" → none; undefined: it cannot be read. */
export function readLimit(said: string): { n: number; unit: Limit['unit'] } | undefined {
  const s = said.trim()
  if (!s) return { n: 0, unit: '' }
  const found = /^(\d{1,4})\s*个?\s*(工作日|工作小时|天|日)$/.exec(s)
  return found ? { n: Number(found[1]), unit: found[2] === '工作日' ? 'working_day' : found[2] === '工作小时' ? 'working_hour' : 'day' } : undefined
}

/** 身份证|原件|本人|可重复使用 in lines, as the workbook has them. */
export const sayMaterials = (c: Content): string =>
  c.materials.map((m) => [m.name, m.form_name, m.from, m.reusable ? '可重复使用' : '', m.blank].join('|').replace(/\|+$/, '')).join('\n')
export const saySteps = (c: Content): string => c.steps.map((s) => [s.name, s.who, s.where, s.limit.say].join('|').replace(/\|+$/, '')).join('\n')

const readMaterials = (said: string) => linesOf(said).map((line) => {
  const [name, form = '', from = '', again = '', blank = ''] = partsOf(line)
  return { name, form: forms[form] as 'original' | undefined, from, reusable: again === '可重复使用', blank }
})
const readSteps = (said: string) => linesOf(said).map((line) => {
  const [name, who = '', where = '', limit = ''] = partsOf(line)
  return { name, who, where, limit: readLimit(limit) }
})

/** What is wrong with the lists, or "". */
function wrong(v: Values): string {
  if (readLimit(v.legal) === undefined || readLimit(v.promised) === undefined) return '时限请填如“20 个工作日”，没有的不填'
  if (v.flags.includes('in_time') && !v.promised.trim()) return '承诺限时办结的，请填承诺时限'
  if (readMaterials(v.materials).some((m) => !m.form)) return '每样材料一行：名称|原件、复印件或照片|谁有'
  if (readSteps(v.steps).some((s) => !s.limit)) return '每一步一行：做什么|谁办|在哪|时限'
  return ''
}

function draftOf(v: Values): Draft {
  return {
    code: v.code.trim(), family: v.family, heading: v.heading.trim(), name: v.name.trim(), other_names: wordsOf(v.others), org_id: v.org ?? '', modes: v.modes,
    flags: Object.fromEntries(flags.map((f) => [f.value, v.flags.includes(f.value)])) as Content['flags'], legal_limit: readLimit(v.legal), promised_limit: readLimit(v.promised),
    materials: readMaterials(v.materials) as Draft['materials'], steps: readSteps(v.steps), fee: v.fee.trim(), where: v.where.trim(), when: v.when.trim(), gets: v.gets.trim(),
    tasks: linesOf(v.tasks), duties: linesOf(v.duties), phone: v.phone.trim(),
  }
}

function fieldsOf(c?: Content): Field[] {
  const line = (name: string, label: string, value: string | undefined, most: number, more: Partial<Field> = {}) => ({ kind: 'words', name, label, value, most, ...more }) as Field
  return [
    line('name', '事项名称', c?.name, 30, { must: true }),
    line('others', '居民怎么说它', c?.other_names.join('、'), 900, { rows: 2, hint: '用顿号分开，例如：低保、吃低保' } as Partial<Field>),
    line('code', '编码', c?.code, 40, { must: true, hint: '例如：SQ-07' } as Partial<Field>),
    { kind: 'choice', name: 'family', label: '类别', must: true, value: c?.family ?? 'community', options: families },
    line('heading', '主题', c?.heading, 10, { must: true, hint: '例如：救助' } as Partial<Field>),
    { kind: 'many', name: 'modes', label: '怎么办', must: true, value: c?.modes ?? ['accept'], options: modes },
    { kind: 'many', name: 'flags', label: '服务承诺', value: c ? flags.filter((f) => c.flags[f.value as keyof Content['flags']]).map((f) => f.value) : ['first_asked'], options: flags },
    line('legal', '法定时限', c?.legal_limit.say, 20, { hint: '例如：30 个工作日，没有不填' } as Partial<Field>),
    line('promised', '承诺时限', c?.promised_limit.say, 20, { hint: '例如：20 个工作日，没有不填' } as Partial<Field>),
    line('materials', '要带什么（一样一行）', c && sayMaterials(c), 2000, { rows: 5, hint: '身份证|原件|本人|可重复使用' } as Partial<Field>),
    line('steps', '怎么走（一步一行）', c && saySteps(c), 2000, { rows: 5, hint: '社区受理|窗口|服务大厅|1 个工作日' } as Partial<Field>),
    line('fee', '收费', c?.fee ?? '不收费', 60, { must: true }),
    line('where', '在哪办', c?.where, 60), line('when', '办理时间', c?.when, 60), line('gets', '办好得到什么', c?.gets, 60), line('phone', '电话', c?.phone, 60),
    line('tasks', '任务清单（一条一行）', c?.tasks.join('\n'), 2000, { rows: 3 } as Partial<Field>),
    line('duties', '责任清单（一条一行）', c?.duties.join('\n'), 2000, { rows: 3 } as Partial<Field>),
  ]
}

/** A new item; of a community, or of the county without one, whose centre says which org owns it. */
export const newGuideForm = (community = '', orgs: Option[] = []): Form => ({
  title: '新增事项', about: community, go: '存为草稿', said: '已存为草稿', note: community ? '只在本社区看得到。发布以后居民才看得到。' : '发布以后全县居民才看得到。',
  fields: [...fieldsOf(), ...(orgs.length ? [{ kind: 'choice', name: 'org', label: '主管单位', options: orgs, optional: true, note: '选了的，由这个单位维护和复核。' } as Field] : [])], check: wrong,
  send: (v, key) => api.post('/staff/guide', {}, { ...draftOf(v), community_id: community } as never, key),
})

export const changeGuideForm = (r: GuideRow): Form => ({
  title: '修改事项', about: r.id, go: '保存草稿', said: '已保存，发布后居民才看到', note: '居民看到的不变，直到再次发布。正在代办的按开始时的版本办。',
  fields: fieldsOf(r.content), check: wrong,
  send: (v, key) => api.put('/staff/guide/{id}', { id: r.id }, { ...draftOf({ ...v, org: r.content.org_id }), version: r.mark } as never, key),
})

/** A new item of the county: of one's own org, or of the one that the centre chooses. */
export const newCountyGuideForm = async (): Promise<Form> =>
  newGuideForm('', may('manage') ? (await api.get('/staff/roster/orgs')).items.map((o) => ({ value: o.id, name: o.name })) : [])

const inAYear = () => later(dayOf(now()), 365)

/** 发布: a changed draft becomes a new version; an unchanged one is confirmed. */
export const publishGuideForm = (r: GuideRow): Form => ({
  title: r.changed || r.state === 'withdrawn' ? '发布' : '复核', about: r.id, go: r.changed ? '发布' : '内容没有变，确认', said: r.changed ? '已发布' : '已复核',
  note: r.changed ? `${r.content.name}：草稿成为第 ${r.version + 1} 版。` : `${r.content.name}：内容不变，只改复核日期。`,
  fields: [{ kind: 'day', name: 'review', label: '下次复核', must: true, value: inAYear(), from: later(dayOf(now()), 1) }],
  send: (v, key) => api.post('/staff/guide/{id}/publish', { id: r.id }, { review_by: v.review, version: r.mark }, key),
})

export const withdrawGuideForm = (r: GuideRow): Form => ({
  title: '下线', about: r.id, go: '下线', bad: true, said: '已下线', note: `${r.content.name}：居民不再找到它。正在代办的不受影响。`,
  fields: [{ kind: 'words', name: 'reason', label: '原因', must: true, rows: 2, most: 100, ready: ['政策停止', '并入别的事项'].map((text) => ({ name: text, text })) }],
  send: (v, key) => api.post('/staff/guide/{id}/withdraw', { id: r.id }, { reason: v.reason.trim() }, key),
})

/** 本社区怎么办: who answers here, where and when. */
export const localGuideForm = (community: string, g: Guide): Form => ({
  title: '本社区怎么办', about: `${community}:${g.id}`, go: '保存', said: '已保存', note: `${g.content.name}：内容由主管单位维护，这里只写本社区谁办、在哪、什么时候。`,
  fields: [
    { kind: 'words', name: 'who', label: '谁办', most: 60, value: g.local.who, hint: '例如：王芳' }, { kind: 'words', name: 'where', label: '在哪', most: 60, value: g.local.where, hint: g.content.where },
    { kind: 'words', name: 'when', label: '时间', most: 60, value: g.local.when, hint: g.content.when }, { kind: 'words', name: 'phone', label: '电话', most: 60, type: 'tel', value: g.local.phone, hint: g.content.phone },
  ],
  send: (v, key) => api.put('/staff/communities/{id}/guide/{item}', { id: community, item: g.id }, { who: v.who.trim(), where: v.where.trim(), when: v.when.trim(), phone: v.phone.trim() }, key),
})

const row = (id: string) => api.get('/staff/guide/{id}', { id })

/** What its owner may do with an item, the next first. */
export const guideDeeds = (g: GuideLine): RowDeed[] => {
  const pressing = g.changed || g.state !== 'published'
  const publish: RowDeed = { title: g.changed || g.state === 'withdrawn' ? '发布' : '复核', icon: 'check', kind: pressing ? 'main' : 'soft', form: async () => publishGuideForm(await row(g.id)) }
  const change: RowDeed = { title: '修改', icon: 'edit', kind: 'soft', form: async () => changeGuideForm(await row(g.id)) }
  const withdraw: RowDeed = { title: '下线', kind: 'bad', form: async () => withdrawGuideForm(await row(g.id)) }
  return [...(pressing ? [publish, change] : [change, publish]), ...(g.state === 'published' || g.state === 'to_review' ? [withdraw] : [])]
}

export const localGuideDeed = (community: string, g: GuideCard): RowDeed => ({
  title: '谁办、在哪', icon: 'edit', kind: 'soft', form: async () => localGuideForm(community, await api.get('/communities/{id}/guide/{item}', { id: community, item: g.id })),
})
