// Whistles: their colours, and the forms for blowing and answering one.
import { api } from '../api/client'
import type { components, ReportEvent } from '../api/types'
import { session } from '../store/session'
import type { Tone } from '../ui/states'
import type { RowDeed } from '../use/rows'
import { now, sayTime } from '../util/time'
import { at, stamp, today, type Form } from './form'
import { may } from './powers'

export type Whistle = components['schemas']['WhistleDetail']
export type WhistleRow = components['schemas']['Whistle']
export type Muster = components['schemas']['Muster']

export const whistleLists = [{ value: 'mine', name: '等我处理' }, { value: 'open', name: '进行中' }, { value: 'late', name: '未按时到' }, { value: 'all', name: '全部' }] as const
export type WhistleList = (typeof whistleLists)[number]['value']

const tones: Record<string, Tone> = { open: 'go', closed: 'off', cancelled: 'off' }
export const whistleTone = (state: string): Tone => tones[state] ?? 'off'

const musters: Record<string, Tone> = { called: 'wait', coming: 'go', declined: 'bad', mustered: 'good', done: 'good' }
export const musterTone = (m: Muster): Tone => (m.late && m.state !== 'done' ? 'bad' : musters[m.state] ?? 'off')

const path = '/staff/whistles/{id}'
const clockNow = (ms: number) => new Date(ms + 8 * 3_600_000).toISOString().slice(11, 16)

const orgForms = {
  come: (w: Whistle, m: Muster, name: string): Form => ({
    title: '我们来', about: m.org_id, go: '答复', said: '已答复',
    fields: [
      { kind: 'words', name: 'who', label: '谁来', must: true, most: 20, value: m.who || name },
      { kind: 'time', name: 'clock', label: '今天几点到', must: true, value: w.by.slice(0, 10) === today() ? w.by.slice(11, 16) : clockNow(now() + 3_600_000), when: () => w.by.slice(0, 10) === today() },
    ],
    send: (v, key) => api.post(`${path}/answer`, { id: w.id }, {
      org_id: m.org_id, coming: true, who: v.who.trim(), arrival: w.by.slice(0, 10) === today() ? at(today(), v.clock) : w.by,
    }, key),
  }),
  decline: (w: Whistle, m: Muster): Form => ({
    title: '不能到场', about: m.org_id, go: '答复', bad: true, said: '已答复',
    fields: [{ kind: 'words', name: 'words', label: '为什么', must: true, rows: 3 }],
    send: (v, key) => api.post(`${path}/answer`, { id: w.id }, { org_id: m.org_id, coming: false, words: v.words.trim() }, key),
  }),
  muster: (w: Whistle, m: Muster): Form => ({
    title: '报到', about: m.org_id, go: '我们到了', said: '已报到', note: '几点到的会记下来，不能改。',
    fields: [{ kind: 'photos', name: 'file_ids', label: '现场照片' }, { kind: 'words', name: 'words', label: '附一句', hint: '可以不写', rows: 2 }],
    send: (v, key) => api.post(`${path}/muster`, { id: w.id }, { org_id: m.org_id, words: v.words.trim(), file_ids: v.file_ids }, key),
  }),
  result: (w: Whistle, m: Muster): Form => ({
    title: '反馈结果', about: m.org_id, go: '反馈', said: '已反馈',
    fields: [{ kind: 'words', name: 'words', label: '做了什么', must: true, rows: 4 }, { kind: 'photos', name: 'file_ids', label: '照片' }],
    send: (v, key) => api.post(`${path}/result`, { id: w.id }, { org_id: m.org_id, words: v.words.trim(), file_ids: v.file_ids }, key),
  }),
}

const callerForms = {
  close: (w: Whistle): Form => ({
    title: '办结', go: '办结', said: '已办结', note: w.unfinished ? `还有 ${w.unfinished} 家没有反馈结果，请写明为什么办结。` : undefined,
    fields: [{ kind: 'words', name: 'words', label: w.unfinished ? '为什么办结' : '附一句', must: w.unfinished > 0, rows: 3 }],
    send: (v, key) => api.post(`${path}/close`, { id: w.id }, { words: v.words.trim() }, key),
  }),
  cancel: (w: Whistle): Form => ({
    title: '取消吹哨', go: '取消吹哨', bad: true, said: '已取消', note: '有单位报到以后就不能取消了。',
    fields: [{ kind: 'words', name: 'words', label: '为什么', must: true, rows: 3 }],
    send: (v, key) => api.post(`${path}/cancel`, { id: w.id }, { words: v.words.trim() }, key),
  }),
}

/** What an org said and did. */
export const linesOf = (m: Muster): string[] => [
  m.who && `${m.who} 到场${m.arrival ? `，预计 ${sayTime(m.arrival)}` : ''}`, m.reason && `不能到场：${m.reason}`,
  m.mustered_at && `${sayTime(m.mustered_at)} 报到${m.mustered_by ? `（${m.mustered_by}）` : ''}`, m.result && `结果：${m.result}`,
].filter((line): line is string => !!line)

/** The story of a whistle, as that of a report. */
export const storyOf = (w: Whistle): ReportEvent[] =>
  (w.events ?? []).map((e) => ({ ...e, by: [e.org_name, e.by].filter(Boolean).join(' '), public: true }) as unknown as ReportEvent)

/** What my org can do, the next first. */
export function musterDeeds(w: Whistle, m: Muster): RowDeed[] {
  if (!m.mine || w.state !== 'open') return []
  const come: RowDeed = { title: '我们来', kind: 'main', form: () => orgForms.come(w, m, session.person?.name ?? '') }
  const decline: RowDeed = { title: '不能到场', kind: 'bad', form: () => orgForms.decline(w, m) }
  const muster: RowDeed = { title: '报到', kind: 'main', form: () => orgForms.muster(w, m) }
  switch (m.state) {
    case 'called': return [come, { ...muster, kind: 'soft' }, decline]
    case 'coming': return [muster, { ...come, title: '改答复', kind: 'soft' }, decline]
    case 'declined': return [{ ...come, kind: 'soft' }, { ...muster, kind: 'soft' }]
    case 'mustered': return [{ title: '反馈结果', kind: 'main', form: () => orgForms.result(w, m) }]
    default: return []
  }
}

/** What the community that whistled can do. */
export function callerDeeds(w: Whistle): RowDeed[] {
  if (!may('office') || w.state !== 'open') return []
  const arrived = w.musters.some((m) => m.state === 'mustered' || m.state === 'done')
  return [
    { title: '办结', icon: 'check', kind: w.unfinished ? 'soft' : 'main', form: () => callerForms.close(w) },
    ...(arrived ? [] : [{ title: '取消吹哨', kind: 'bad' as const, form: () => callerForms.cancel(w) }]),
  ]
}

/** Blows a whistle for a place, on which the choice of orgs depends. */
export async function blowForm(where: { area_id: string; name: string; report_id?: string; place?: string; words?: string }, done: (id: string) => void): Promise<Form> {
  const { items } = await api.get('/staff/orgs', { area_id: where.area_id })
  const options = items.map((o) => ({ value: o.id, name: o.name }))
  const soon = new Date(now() + 2 * 3_600_000)
  return {
    title: `吹哨：${where.name}`, about: where.report_id || where.area_id, go: '吹哨', said: '已吹哨，各单位马上收到',
    fields: [
      { kind: 'words', name: 'words', label: '为什么叫他们来', must: true, rows: 3, value: where.words ?? '' },
      { kind: 'choice', name: 'lead', label: '谁牵头', must: true, options },
      { kind: 'many', name: 'helpers', label: '谁协办', options, note: '最多九家，可以不选。' },
      { kind: 'words', name: 'place', label: '在哪里集合', most: 100, value: where.place ?? '', hint: '例如 3号楼北侧' },
      { kind: 'day', name: 'day', label: '哪天到', must: true, from: today(), value: stamp(soon.getTime()).slice(0, 10) },
      { kind: 'time', name: 'clock', label: '几点前到', must: true, value: clockNow(soon.getTime()) },
    ],
    send: async (v, key) => done((await api.post('/staff/whistles', {}, {
      area_id: where.area_id, report_id: where.report_id ?? '', place: v.place.trim(), words: v.words.trim(), by: at(v.day, v.clock), lead_org_id: v.lead,
      helper_org_ids: v.helpers.filter((id: string) => id !== v.lead),
    }, key)).id),
  }
}
