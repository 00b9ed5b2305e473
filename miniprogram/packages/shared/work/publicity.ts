// Publicity (公示): what is made public, and the answers to objections.
import { api } from '../api/client'
import type { Objection, Publicity } from '../api/types'
import type { RowDeed } from '../use/rows'
import { openDocument } from '../util/document'
import type { Tone } from '../ui/states'
import type { Form } from './form'
import { postings } from './powers'

export const objectionLists = [
  { value: 'open', name: '待答复的异议', empty: '没有待答复的异议' }, { value: 'answered', name: '已答复的异议', empty: '还没有答复过异议' },
] as const

const tones: Record<string, Tone> = { open: 'go', held: 'wait', stopped: 'bad', passed: 'good' }
export const lineTone = (state: string): Tone => tones[state] ?? 'off'

/** 王小明 3号楼: a line for each. The first word is the name. */
function linesOf(text: string): { name: string; words: string }[] {
  return text.split('\n').map((s) => s.trim()).filter(Boolean).map((s) => {
    const [first, ...rest] = s.split(/\s+/)
    return rest.length ? { name: first, words: rest.join(' ') } : { name: '', words: s }
  })
}

/** 发起公示: names are masked by the service. */
export function publicityForm(): Form {
  const mine = postings().filter((p) => ['clerk', 'secretary', 'street', 'centre'].includes(p.role))
  const places = [...new Map(mine.map((p) => [p.area_id, { value: p.area_id, name: p.area_name || '全县' }])).values()]
  return {
    title: '发起公示', go: '开始公示', said: '已开始公示', note: '居民在公开栏看得到，姓名只显示姓。不要写住址、电话。',
    fields: [
      { kind: 'choice', name: 'where', label: '在哪里公示', must: true, value: places[0]?.value ?? '', options: places },
      { kind: 'words', name: 'title', label: '标题', must: true, most: 40, hint: '例如 文明家庭拟表彰名单' },
      { kind: 'words', name: 'words', label: '说明', rows: 2, most: 300, hint: '可以不写' },
      { kind: 'words', name: 'lines', label: '名单，一行一项', must: true, rows: 6, most: 4000, hint: '例如 王小明 热心助人' },
      { kind: 'count', name: 'days', label: '公示几个工作日', value: 5, least: 3, most: 7 },
    ],
    send: (v, key) => api.post('/staff/publicities', {}, { area_id: v.where, title: v.title.trim(), words: v.words.trim(), days: v.days, lines: linesOf(v.lines) }, key),
  }
}

const lineOptions = (p: Publicity) => p.lines.map((l) => ({ value: l.id, name: `${l.name} ${l.words}`.trim(), sub: l.state_name }))

/** 代录异议: for somebody at the counter. */
const objectForm = (p: Publicity): Form => ({
  title: '代录异议', about: p.id, go: '录入', said: '已录入', note: '在公示期内的异议，只停它那一项，5 个工作日内答复。',
  fields: [
    { kind: 'choice', name: 'line', label: '对哪一项', must: true, value: p.lines.length === 1 ? p.lines[0].id : '', options: lineOptions(p) },
    { kind: 'words', name: 'name', label: '谁提的', must: true, most: 20 },
    { kind: 'words', name: 'words', label: '什么意见', must: true, rows: 3, most: 300 },
  ],
  send: (v, key) => api.post('/staff/publicities/{id}/objections', { id: p.id }, { line_id: v.line, name: v.name.trim(), words: v.words.trim() }, key),
})

const hideForm = (p: Publicity): Form => ({
  title: '不显示姓名', about: p.id, go: '不显示', said: '已不显示', note: '本人要求不显示姓名的，页面上立即去掉；已经打印的请重新打印。',
  fields: [{ kind: 'choice', name: 'line', label: '哪一项', must: true, options: lineOptions(p) }],
  send: (v, key) => api.post('/staff/publicity-lines/{id}/hide', { id: v.line }, undefined, key),
})

const withdrawForm = (p: Publicity): Form => ({
  title: '撤销公示', about: p.id, go: '撤销', bad: true, said: '已撤销', note: '撤销后没有结果，居民不再看到。',
  fields: [{ kind: 'words', name: 'reason', label: '原因', must: true, rows: 2, most: 300 }],
  send: (v, key) => api.post('/staff/publicities/{id}/withdraw', { id: p.id }, { reason: v.reason.trim() }, key),
})

export const publishDeed: RowDeed = { title: '发起公示', icon: 'plus', kind: 'main', form: publicityForm }

export const publicityDeeds = (p: Publicity): RowDeed[] => (p.withdrawn ? [] : [
  { title: '打印', icon: 'print', kind: 'soft', run: async () => { await openDocument(await api.bytes('/staff/publicities/{id}/form.pdf', { id: p.id }), 'publicity.pdf') } },
  { title: '代录异议', kind: 'soft', form: () => objectForm(p) },
  { title: '不显示姓名', kind: 'soft', form: () => hideForm(p) },
  ...(p.ended ? [] : [{ title: '撤销公示', kind: 'bad' as const, form: () => withdrawForm(p) }]),
])

/** 答复: upheld stops the line for good. */
const answerForm = (o: Objection): Form => ({
  title: '答复异议', about: o.id, go: '答复', said: '已答复', note: `${o.line}。异议：${o.words}`,
  fields: [
    { kind: 'choice', name: 'upheld', label: '核实结果', must: true, options: [{ value: 'no', name: '异议不成立', sub: '公示继续' }, { value: 'yes', name: '异议成立', sub: o.late ? '公示期已过，只作答复' : '停止这一项' }] },
    { kind: 'words', name: 'words', label: '给提出人的答复', must: true, rows: 3, most: 300 },
  ],
  send: (v, key) => api.post('/staff/objections/{id}/answer', { id: o.id }, { words: v.words.trim(), upheld: v.upheld === 'yes' }, key),
})

export const objectionDeeds = (o: Objection): RowDeed[] => (o.can.includes('answer') ? [{ title: '答复', icon: 'check', kind: 'main', form: () => answerForm(o) }] : [])
