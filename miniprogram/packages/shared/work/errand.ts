// Errands (代办): their lists, and what staff do with one.
import { api } from '../api/client'
import { Fault } from '../api/fault'
import type { Errand, ErrandDetail, ErrandTrips, ReportDetail } from '../api/types'
import { lightTone, type Tone } from '../ui/states'
import type { RowDeed } from '../use/rows'
import { dayOf, now, sayDay, sayDue } from '../util/time'
import type { Field, Form, Option } from './form'
import { whereFields } from './inquiry'
import { phoneForm } from './phone'
import { myCommunity } from './places'

export type ErrandList = 'new' | 'mine' | 'late' | 'waiting' | 'outside' | 'ended'

export const errandLists: { value: ErrandList; name: string; empty: string }[] = [
  { value: 'new', name: '待接办', empty: '没有等着接办的代办' }, { value: 'mine', name: '我的', empty: '没有您在办的代办' },
  { value: 'late', name: '超时', empty: '没有超时的代办' }, { value: 'waiting', name: '等材料', empty: '没有等居民补材料的代办' },
  { value: 'outside', name: '已递交', empty: '没有等部门回复的代办' }, { value: 'ended', name: '办完的', empty: '还没有办完的代办' },
]

/** The ways of residents in one month and community, by item. */
export interface Ways { key: string; month: string; community: string; items: ErrandTrips[] }

/** The ways of residents (跑腿次数) of the last year, the newest month first. */
export async function waysOf(): Promise<Ways[]> {
  const ways: Ways[] = []
  for (const t of (await api.get('/staff/errand-trips', { months: 12 })).items) {
    const key = `${t.month} ${t.community}`
    if (ways[ways.length - 1]?.key !== key) ways.push({ key, month: `${Number(t.month.slice(0, 4))}年${Number(t.month.slice(5))}月`, community: t.community, items: [] })
    ways[ways.length - 1].items.push(t)
  }
  return ways
}
export const sayWays = (t: ErrandTrips): string =>
  (t.few ? '不到 10 件，不显示' : `${t.errands} 件，共跑 ${t.trips} 趟，平均每件 ${t.mean} 趟；最多跑一趟的 ${t.once} 件`)
export const waysNote = '居民为一件代办自己跑了几趟，目标是最多跑一趟。按送达的月份算，不到 10 件的不显示，不看个人。'

const tones: Record<Errand['state'], Tone> = {
  asked: 'wait', gathering: 'go', waiting: 'wait', handed_in: 'go', done: 'good', delivered: 'good', closed: 'off', cannot: 'bad', withdrawn: 'off', turned: 'off',
}
export const errandTone = (e: Pick<Errand, 'state' | 'light'>): Tone => (e.light === 'red' ? lightTone(e.light) : tones[e.state] ?? 'off')

/** Who does it, and until when. */
export const sayErrand = (e: Errand): string =>
  [e.holder ? `${e.holder}在办` : '还没有人接办', e.due_at ? sayDue(e.due_at) : ''].filter(Boolean).join('，')

const at = (e: ErrandDetail) => ({ id: e.id })
const words = (label: string, must = true): Field => ({ kind: 'words', name: 'words', label, must, rows: 2, most: 400 })
const checklist = (e: ErrandDetail): Option[] => e.materials.map((m, n) => ({ value: String(n), name: m.name, sub: [m.form_name, m.looked === 'good' ? '合格' : m.looked === 'bad' ? `不合格：${m.why}` : '还没看'].filter(Boolean).join(' · ') }))

export const powers: Option[] = [
  { value: 'fill', name: '代填表格' }, { value: 'submit', name: '代交材料' }, { value: 'ask', name: '代问进度' }, { value: 'correct', name: '代补材料' }, { value: 'fetch', name: '代领结果' },
]
type Power = ErrandDetail['mandate']['powers'][number]

async function proxiesOf(e: ErrandDetail): Promise<Option[]> {
  return (await api.get('/staff/errands/{id}/proxies', at(e))).items.map((p) => ({ value: p.id, name: p.name, sub: p.post }))
}

const forms: Record<string, (e: ErrandDetail) => Form | Promise<Form>> = {
  see: (e) => ({
    title: '看材料', about: e.id, go: '记下来', said: '记下了', fields: [
      { kind: 'choice', name: 'n', label: '哪一项', must: true, options: checklist(e) },
      { kind: 'choice', name: 'looked', label: '看了怎么样', must: true, options: [{ value: 'good', name: '合格' }, { value: 'bad', name: '不合格' }] },
      { ...words('哪里不合格', false), when: (v) => v.looked === 'bad' },
    ],
    send: (v, key) => api.post('/staff/errands/{id}/see', at(e), { n: Number(v.n), looked: v.looked, words: v.words }, key),
  }),
  reuse: async (e) => {
    const offered = (await api.get('/papers/offered', { about: `errand:${e.id}` })).items
    if (!offered.length) throw new Fault('client.offered', '居民没有留着的材料，或没有同意再用', 0)
    return {
      title: '用居民存过的', about: e.id, go: '问居民', said: '已问居民，同意后就能看', note: '只看得到名称。居民同意后才能打开，每次看都有记录。', fields: [
        { kind: 'choice', name: 'paper', label: '用哪一份', must: true, options: offered.map((o) => ({ value: o.id, name: o.name, sub: o.valid_until ? `有效期到 ${sayDay(o.valid_until)}` : '' })) },
        { kind: 'choice', name: 'n', label: '当作哪一项', must: true, options: checklist(e).filter((_, n) => e.materials[n].looked !== 'good') },
      ],
      send: (v, key) => api.post('/staff/errands/{id}/paper', at(e), { n: Number(v.n), paper_id: v.paper }, key),
    }
  },
  want: (e) => ({
    title: '加一项材料', about: e.id, go: '加上', said: '加上了',
    fields: [{ kind: 'words', name: 'name', label: '材料名称', must: true, most: 60 }, { kind: 'choice', name: 'form', label: '要什么', optional: true, options: [{ value: 'original', name: '原件' }, { value: 'copy', name: '复印件' }, { value: 'photo', name: '照片' }] }],
    send: (v, key) => api.post('/staff/errands/{id}/want', at(e), { name: v.name.trim(), form: v.form }, key),
  }),
  tell: (e) => ({
    title: '一次性告知', about: e.id, go: '发给居民', said: '已告诉居民，等补材料',
    note: `还缺：${e.missing.join('、')}`, fields: [words('第一次为什么没说（再次补充才填）', false)],
    send: (v, key) => api.post('/staff/errands/{id}/tell', at(e), { words: v.words }, key),
  }),
  propose: async (e) => ({
    title: '请居民委托', about: e.id, go: '请委托', said: '记下了', note: `委托给 ${e.holder}，最长 30 天。不能代签字、代领钱。`,
    fields: [
      { kind: 'many', name: 'powers', label: '代办哪几样', must: true, value: ['submit', 'fetch'], options: powers },
      { kind: 'day', name: 'until', label: '到哪一天', must: true, value: dayOf(now() + 20 * 86_400_000), from: dayOf(now()) },
      { kind: 'choice', name: 'way', label: '怎么委托', value: 'self', options: [{ value: 'self', name: '居民在手机上同意' }, { value: 'counter', name: '居民当面说，两位工作人员在场' }] },
      { kind: 'choice', name: 'witness', label: '在场的另一位', must: true, when: (v) => v.way === 'counter', options: (await proxiesOf(e)).filter((o) => o.name !== e.holder) },
    ],
    send: (v, key) => api.post('/staff/errands/{id}/propose', at(e), { powers: v.powers as Power[], until: v.until, way: v.way === 'counter' ? 'counter' : '', witness_id: v.way === 'counter' ? v.witness : '' }, key),
  }),
  hand_in: (e) => ({
    title: '递交', about: e.id, go: '已经递交', said: '记下了，已告诉居民',
    fields: [{ kind: 'words', name: 'outside', label: '部门给的回执号', most: 40 }, { kind: 'check', name: 'self', label: '居民自己去的（算跑一趟）' }, words('说明', false)],
    send: (v, key) => api.post('/staff/errands/{id}/hand-in', at(e), { outside_no: v.outside.trim(), self: v.self, words: v.words }, key),
  }),
  return: (e) => ({ title: '部门退回', about: e.id, go: '记下来', said: '已告诉居民', fields: [words('为什么退回')], send: (v, key) => api.post('/staff/errands/{id}/return', at(e), { words: v.words }, key) }),
  finish: (e) => ({ title: '办成了', about: e.id, go: '办成', said: '已告诉居民', fields: [words('结果')], send: (v, key) => api.post('/staff/errands/{id}/finish', at(e), { words: v.words }, key) }),
  deliver: (e) => ({ title: '送达', about: e.id, go: '已经送到', said: '记下了', fields: [{ kind: 'check', name: 'self', label: '居民自己来取的（算跑一趟）' }, words('说明', false)], send: (v, key) => api.post('/staff/errands/{id}/deliver', at(e), { words: v.words, self: v.self }, key) }),
  hand: async (e) => ({
    title: '转交给别人', about: e.id, go: '转交', said: '转交了', note: `首问负责：${e.first}仍然负责到底。`,
    fields: [{ kind: 'choice', name: 'to', label: '交给谁', must: true, options: (await proxiesOf(e)).filter((o) => o.name !== e.holder) }, words('为什么')],
    send: (v, key) => api.post('/staff/errands/{id}/hand', at(e), { to_id: v.to, words: v.words }, key),
  }),
  report: async (e) => ({
    title: '转为事件', about: e.id, go: '转为事件', said: '已转为事件，编号已告诉居民',
    note: e.report_id ? '回到原来的事件，编号不变，由原来的人接着办。' : '要修、要管的事转为事件办理，居民说的话就是事件的内容。',
    fields: e.report_id ? [] : await whereFields(),
    check: (v) => (e.report_id || v.area || v.place.trim() ? '' : '请选择或写下地点'),
    send: (v, key) => api.post('/staff/errands/{id}/report', at(e), { area_id: v.area?.id ?? '', place: v.place?.trim() || undefined }, key),
  }),
  fail: (e) => ({ title: '不能办理', about: e.id, go: '结束', bad: true, said: '已告诉居民', fields: [words('为什么不能办'), { kind: 'words', name: 'door', label: '可以去哪里办', must: true, rows: 2, most: 400 }], send: (v, key) => api.post('/staff/errands/{id}/fail', at(e), { words: v.words, next_door: v.door }, key) }),
}

const titles: [can: string, title: string, kind: RowDeed['kind']][] = [
  ['take', '我来接办', 'main'], ['see', '看材料', 'soft'], ['reuse', '用居民存过的', 'soft'], ['tell', '一次性告知', 'main'], ['resume', '材料来了，接着办', 'main'], ['propose', '请居民委托', 'soft'],
  ['hand_in', '递交', 'main'], ['finish', '办成了', 'soft'], ['return', '部门退回', 'soft'], ['deliver', '送达', 'main'], ['want', '加一项材料', 'soft'],
  ['trip', '居民跑了一趟', 'soft'], ['hand', '转交', 'soft'], ['report', '转为事件', 'soft'], ['fail', '不能办理', 'bad'],
]
const runs: Record<string, (e: ErrandDetail) => Omit<RowDeed, 'title'>> = {
  take: (e) => ({ said: '您接办了，负责到底', run: (key) => api.post('/staff/errands/{id}/take', at(e), undefined, key) }),
  resume: (e) => ({ said: '接着办', run: (key) => api.post('/staff/errands/{id}/resume', at(e), undefined, key) }),
  trip: (e) => ({ said: '记下了', run: (key) => api.post('/staff/errands/{id}/trip', at(e), undefined, key), sure: { title: '居民跑了一趟', text: '记一次居民为这件事来的路。', yes: '记下' } }),
}

/** What can be done with an errand, the next first. */
export const errandDeeds = (e: ErrandDetail): RowDeed[] => titles.filter(([can]) => (can === 'reuse' ? e.can.includes('see') && e.materials.some((m) => m.looked !== 'good') : e.can.includes(can))).map(([can, title, kind]) => ({
  title, kind, ...(runs[can] ? runs[can](e) : { form: () => forms[can](e) }),
}))

/** Advice that needs somebody who goes to an office: the report becomes an errand of the one who makes it. */
export async function errandOfReport(r: ReportDetail): Promise<Form> {
  const community = await myCommunity()
  const items = (await api.get('/communities/{id}/guide/kept', { id: community.id })).items.filter((g) => g.content.modes.includes('errand'))
  return {
    title: '转代办', about: r.id, go: '转代办，我来办', said: '已转代办，您负责到底', note: '事件到此办结，居民会看到代办的编号。',
    fields: [{ kind: 'choice', name: 'item', label: '办什么事', optional: true, note: '还不清楚的先不选。', options: items.map((g) => ({ value: g.id, name: g.content.name })) }],
    send: (v, key) => api.post('/staff/reports/{id}/errand', { id: r.id }, { item_id: v.item || undefined }, key),
  }
}

export const errandPhone = (e: ErrandDetail): Form => phoneForm((reason) => api.post('/staff/errands/{id}/phone', at(e), { reason }), e.resident, e.id)

/** What was agreed about the mandate, in words. */
export function sayMandate(m: ErrandDetail['mandate']): string {
  if (!m.id) return '还没有委托'
  const what = `${m.proxy}：${m.says}，到${sayDay(m.until)}`
  if (m.ended) return `${what}（已结束）`
  return m.given ? `${what}（${{ client: '手机同意', chat: '聊天里同意', paper: '书面', counter: `当面，${m.witness}在场` }[m.way as string] ?? ''}）` : `${what}（等居民同意）`
}
