// The steps for a resident in a session, with the form of each.
import { api } from '../api/client'
import type { Booking, components, Service } from '../api/types'
import { tell } from '../use/deed'
import { openDocument } from '../util/document'
import { clock } from '../util/time'
import type { Field, Form } from './form'
import { phoneForm } from './phone'

export type Guest = components['schemas']['Guest']
export type Board = components['schemas']['SessionBoard']

export const nameOf = (g: Guest): string => g.name || '公众号居民'

const ready = (...texts: string[]) => texts.map((text) => ({ name: text, text }))

/** 完成: the result goes into the resident's service record. */
export const finishForm = (g: Guest, service: string): Form => ({
  title: `${nameOf(g)}：完成`, about: g.id, go: '完成', said: '已完成',
  fields: [{
    kind: 'words', name: 'result', label: '做了什么', most: 200, rows: 2, hint: '可以不写；写了，居民自己看得到',
    ready: ready(...(/理发/.test(service) ? ['剪发', '剪发、洗头', '剃须'] : /义诊|诊/.test(service) ? ['量血压', '测血糖', '用药咨询'] : [`${service}一次`, '已办好', '已答复'])),
  }],
  send: (v, key) => api.post('/staff/bookings/{id}/finish', { id: g.id }, { result: v.result.trim() }, key),
})

export const cancelForm = (id: string, name: string): Form => ({
  title: `取消${name}的预约`, about: id, go: '取消预约', bad: true, said: '已取消', note: '名额马上给候补的人。他会收到您写的原因。',
  fields: [{ kind: 'words', name: 'reason', label: '为什么', must: true, rows: 2, ready: ready('本人来电取消', '电话联系不上', '改到别的时间') }],
  send: (v, key) => api.post('/bookings/{id}/cancel', { id }, { reason: v.reason.trim() }, key),
})

export const extendForm = (b: Board): Form => ({
  title: '加号', go: '加号', said: '已加号', note: '开始前加的号，先问候补的人。',
  fields: [
    ...(b.session.periods.length > 1 ? [{
      kind: 'choice' as const, name: 'period', label: '加在哪个时段', optional: true, note: '不选就是正在进行的或下一个时段。',
      options: b.session.periods.map((p) => ({ value: p.id, name: `${clock(p.begin_at)}-${clock(p.end_at)}` })),
    }] : []),
    { kind: 'count', name: 'places', label: '加几个', least: 1, most: 20, unit: '个' },
  ],
  send: (v, key) => api.post('/staff/sessions/{id}/extend', { id: b.session.id }, { places: v.places, period_id: v.period ?? '' }, key),
})

/** A resident at the counter gets a number now (walk-in), or a place on another day. */
export function seatForm(b: Board, service: Service | undefined, today: boolean, done: (words: string, booked: Booking) => void): Form {
  const s = b.session
  const questions: Field[] = (service?.questions ?? []).map((q): Field => q.choices.length
    ? { kind: 'choice', name: `q_${q.key}`, label: q.text, must: q.required, options: q.choices.map((c) => ({ value: c, name: c })) }
    : { kind: 'words', name: `q_${q.key}`, label: q.text, must: q.required, most: 200 })
  const health = service?.questions.some((q) => q.health)
  const door: Field[] = service?.rules.door_to_door
    ? [{ kind: 'area', name: 'home', label: '上门到哪里', must: true, kinds: ['building', 'unit'], community: service.community_id }, { kind: 'words', name: 'address', label: '门牌', must: true, most: 200 }]
    : []
  return {
    title: today ? '现场取号' : '代约', go: today ? '发号' : '约好', note: today ? '发号、到场一步完成。候补的人自己来了，也这样安排。' : '次数算在来的人头上。',
    fields: [
      { kind: 'person', name: 'who', label: '谁', must: true, community: service?.community_id ?? '' },
      ...(s.periods.length > 1 ? [{
        kind: 'choice' as const, name: 'period', label: '时段', optional: true, note: '不选就是最早空着的。',
        options: s.periods.map((p) => ({ value: p.id, name: `${clock(p.begin_at)}-${clock(p.end_at)}`, sub: p.free ? `空 ${p.free}` : '满' })),
      }] : []),
      ...questions,
      ...(health ? [{ kind: 'check' as const, name: 'consent', label: '本人同意留下健康情况，服务后一个月删除' }] : []),
      ...door,
    ],
    send: async (v, key) => {
      const answers = Object.fromEntries((service?.questions ?? []).map((q) => [q.key, String(v[`q_${q.key}`] ?? '').trim()]).filter(([, a]) => a))
      const wish = {
        session_id: s.id, period_id: v.period ?? '', person_id: v.who.id, answers, consent: !!v.consent, address_area_id: v.home?.id ?? '', address: (v.address ?? '').trim(),
      }
      const booked = today
        ? await api.post('/staff/sessions/{id}/walk-in', { id: s.id }, wish, key) : await api.post('/bookings', {}, wish, key)
      done(booked.state === 'waiting' ? `${booked.person_name}排在候补第 ${booked.rank} 位` : `${booked.person_name}，${booked.number} 号`, booked)
    },
  }
}

/** 记下意见 of somebody who came to a reception: one matter a time; without a name the number is said once. */
export const noteForm = (g: Guest): Form => ({
  title: `${nameOf(g)}：记下意见`, about: g.id, go: '记下', note: '一次记一件。有编号，按时答复，和随手拍一样。', explains: true,
  fields: [
    { kind: 'words', name: 'words', label: '说了什么', must: true, rows: 4, most: 1000, voice: true },
    { kind: 'check', name: 'nameless', label: '不留姓名：谁说的不记下来，答复也发不到本人，请让他记下编号' },
  ],
  send: async (v, key) => {
    const { number } = await api.post('/staff/bookings/{id}/matters', { id: g.id }, { words: v.words.trim(), nameless: !!v.nameless }, key)
    await tell('记下了', v.nameless ? `编号 ${number}。没有记谁说的，请把编号告诉他。` : `编号 ${number}，答复会告诉本人。`)
  },
})
/** Whether somebody is there, or was, so that what they say can be written down. */
export const mayNote = (b: Board, g: Guest): boolean => b.reception && ['arrived', 'called', 'done'].includes(g.state)
export const sayMatters = (g: Guest): string => (g.matters.length ? `意见 ${g.matters.join('、')}` : '')

export const contactForm = (g: Guest): Form => phoneForm((reason) => api.post('/staff/bookings/{id}/phone', { id: g.id }, { reason }), nameOf(g), g.id)

/** A printed slip for a resident without a telephone. */
export async function printSlip(g: Guest): Promise<void> {
  await openDocument(() => api.bytes('/staff/bookings/{id}/slip.pdf', { id: g.id }), `预约小票-${nameOf(g)}.pdf`)
}
