// Services a test makes for itself, so that nobody else's bookings stand in its way.
import { ask } from './county.mjs'

/** A service of few places this evening, made by the community. */
export async function small(community, name, places = 1, rules = {}) {
  const service = await ask('YG-02', 'POST', `/staff/communities/${community}/services`, {
    name, kind: 'care', place: '一楼大厅', about: '请空腹来。', rules: { residents_only: true, notice_minutes: 0, cutoff_minutes: 0, waitlist_most: 5, open_at: '00:00', ahead_days: 7, hold_minutes: 30, late_minutes: 30, ...rules },
  })
  const today = (await ask('YG-02', 'GET', `/communities/${community}/week`)).monday
  await ask('YG-02', 'POST', `/staff/services/${service.id}/entries`, {
    from: today, days: [1, 2, 3, 4, 5, 6, 7], every_weeks: 1, begin: '21:00', end: '21:50', places, step_minutes: 0, walk_ins: 0, holidays: true,
  })
  return service
}

/** The sessions of a service this week that still have places. */
export const sessions = async (community, service) =>
  (await ask('YG-02', 'GET', `/communities/${community}/week`)).items.filter((s) => s.service_id === service.id && s.state === 'open' && s.free > 0)
