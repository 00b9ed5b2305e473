// A session at the counter: its guests, its numbers of places, and the steps without a form.
import { api } from '../api/client'
import type { Booking } from '../api/types'
import { nameOf, type Board, type Guest } from './guest'

export const calledOf = (b: Board): Guest[] => b.seated.filter((g) => g.state === 'called')

/** Those who are here and wait, in the order of calling. */
export const queueOf = (b: Board): Guest[] => b.queue.map((id) => b.seated.find((g) => g.id === id)).filter((g): g is Guest => !!g)

const over = ['done', 'no_show']

/** Everybody in a session by how they stand; groups without anybody are left out. */
export function groupsOf(b: Board): { name: string; guests: Guest[] }[] {
  const called = calledOf(b), waiting = queueOf(b), ids = new Set([...waiting, ...called].map((g) => g.id))
  const rest = b.seated.filter((g) => !ids.has(g.id))
  return [
    { name: '正在叫', guests: called }, { name: '排队', guests: waiting }, { name: '已约', guests: rest.filter((g) => !over.includes(g.state)) }, { name: '候补', guests: b.waitlist },
    { name: '已结束', guests: rest.filter((g) => over.includes(g.state)) }, { name: '已取消', guests: b.ended },
  ].filter((g) => g.guests.length)
}

export type Step = 'arrive' | 'recall' | 'miss'

/** Does a step for somebody, and returns what to say about it. Throws a Fault. */
export async function doStep(what: Step, g: Guest, key: string): Promise<string> {
  if (what === 'arrive') await api.post('/staff/check-in', {}, { booking_id: g.id }, key)
  else if (what === 'recall') await api.post('/staff/bookings/{id}/recall', { id: g.id }, undefined, key)
  else await api.post('/staff/bookings/{id}/miss', { id: g.id }, undefined, key)
  return { arrive: `${nameOf(g)} 到了`, recall: '又叫了一次', miss: '已记为未到' }[what]
}

/** The steps that are possible for somebody in a session of today. */
export function stepsOf(g: Guest): (Step | 'finish')[] {
  switch (g.state) {
    case 'confirmed': return ['arrive', 'miss']
    case 'released': return ['arrive']
    case 'arrived': return ['finish', 'miss']
    case 'called': return ['finish', 'recall', 'miss']
    default: return []
  }
}

/** Calls the next one. Throws a Fault. */
export const callNext = (session: string, key: string): Promise<Booking> => api.post('/staff/sessions/{id}/call', { id: session }, undefined, key)

export const sayCalled = (b: Booking): string => `请 ${b.number} 号 ${b.person_name || '居民'}`

/** Where the booking came from, as far as it was not the person. */
export const sources: Record<Guest['source'], string> = { self: '', family: '家人代约', steward: '红管家代约', counter: '窗口代约', org: '单位' }

export interface Sum { name: string; n: number }

/** The places of a session: the numbers after 名额 add up to it. Who was late and lost the place is in none of them. */
export function placesOf(b: Board): Sum[] {
  const count = (...states: string[]) => b.seated.filter((g) => states.includes(g.state)).length
  const here = count('arrived', 'called', 'done'), ahead = count('confirmed'), held = b.waitlist.filter((g) => g.state === 'offered').length
  const missed = Math.max(0, b.session.taken - here - ahead)
  return [
    { name: '名额', n: b.session.places }, { name: '已到', n: here }, { name: '还没到', n: ahead }, ...(missed ? [{ name: '没来', n: missed }] : []),
    ...(held ? [{ name: '等候补答复', n: held }] : []), { name: '空位', n: b.session.places - here - ahead - missed - held },
  ]
}
