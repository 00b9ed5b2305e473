// Services that a test creates for itself, so that other bookings do not interfere.
import { ask, direct, until } from './county.mjs'
import { clerk, community, today } from './desk.mjs'

/** A small service this evening. */
export async function small(community, name, places = 1, rules = {}) {
  const service = await ask('YG-02', 'POST', `/staff/communities/${community}/services`, {
    name, kind: 'care', place: '一楼大厅', about: '请空腹来。', rules: { residents_only: true, notice_minutes: 0, cutoff_minutes: 0, waitlist_most: 5, open_at: '00:00', ahead_days: 7, hold_minutes: 30, late_minutes: 30, ...rules },
  })
  const { monday } = await ask('YG-02', 'GET', `/communities/${community}/week`)
  await ask('YG-02', 'POST', `/staff/services/${service.id}/entries`, {
    from: monday, days: [1, 2, 3, 4, 5, 6, 7], every_weeks: 1, begin: '21:00', end: '21:50', places, step_minutes: 0, walk_ins: 0, holidays: true,
  })
  return service
}

/** The sessions of a service this week with free places. */
export const sessions = async (community, service) =>
  (await ask('YG-02', 'GET', `/communities/${community}/week`)).items.filter((s) => s.service_id === service.id && s.state === 'open' && s.free > 0)

const services = async () => (await ask(clerk, 'GET', `/communities/${await community()}/services`)).items
/** The service of 阳光社区 with this name. */
export const service = async (name) => (await services()).find((s) => s.name === name)

/** The session of a service on a day, or undefined. */
export async function session(name, day) {
  const offered = await service(name)
  const week = await ask(clerk, 'GET', `/communities/${await community()}/week?day=${day}`)
  return week.items.find((s) => s.service_id === offered?.id && s.day === day)
}

/** A service that lasts all day, today and on the next days. */
export async function allDay(name, places = 10, more = {}, where = { place: '一楼大厅' }) {
  const made = await ask(clerk, 'POST', `/staff/communities/${await community()}/services`, {
    name, kind: 'care', ...where, rules: { per_week: 0, notice_minutes: 0, cutoff_minutes: 0, late_minutes: 5, waitlist_most: 5, open_at: '00:00', ahead_days: 7, hold_minutes: 30 },
  })
  await ask(clerk, 'POST', `/staff/services/${made.id}/entries`, {
    from: await today(), days: [1, 2, 3, 4, 5, 6, 7], every_weeks: 1, begin: '00:00', end: '23:59', places, step_minutes: 0, walk_ins: 0, holidays: true, ...more,
  })
  await direct('forward', { minutes: 1 }) // the jobs for the hours before run before the first booking
  return until(async () => session(name, await today()))
}

/** A session as the counter sees it, and one of its bookings. */
export const board = (id) => ask(clerk, 'GET', `/staff/sessions/${id}`)
export const guest = async (id, name) => {
  const { seated, waitlist, ended } = await board(id)
  return [...seated, ...waitlist, ...ended].find((g) => g.name === name)
}
/** Waits until a booking of a session has a state. */
export const stands = (id, name, state) => until(() => guest(id, name), (g) => g?.state === state)
