// Each page of both clients, with a person for whom it has content.
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { ask } from './county.mjs'

const own = (app) => JSON.parse(readFileSync(resolve(import.meta.dirname, '../..', app, 'pages.json'), 'utf8'))

/** The pages as listed in pages.json. */
export function pathsOf(app) {
  const all = own(app)
  return [...all.pages.map((p) => p.path), ...all.subPackages.flatMap((s) => s.pages.map((p) => `${s.root}/${p.path}`))]
}

const first = (list) => list.items[0]?.id ?? '1'

/** Queries that give a page content: path → query, or several. */
export async function queries() {
  const steward = 'HGJ-04', clerk = 'YG-02'
  const me = await ask(clerk, 'GET', '/me')
  const alerts = await ask(steward, 'GET', '/steward/alerts')
  const reports = await ask(clerk, 'GET', '/staff/reports?list=all')
  const states = [...new Map(reports.items.map((r) => [`${r.state} ${r.light} ${r.urgent}`, r])).values()] // one for each look
  const week = await ask(clerk, 'GET', `/communities/${me.community_id || me.postings[0].area_id}/week`)
  const session = week.items.find((s) => s.state === 'open' && s.free && s.free < s.places) ?? week.items[0]
  const own = await ask(steward, 'GET', '/reports')
  const bookings = await ask(steward, 'GET', '/bookings?list=ahead')
  const whistles = await ask('YG-01', 'GET', '/staff/whistles').catch(() => ({ items: [] }))
  const asked = await ask(clerk, 'GET', '/staff/inquiries').catch(() => ({ items: [] }))
  const member = await ask('YG-01', 'GET', '/staff/roster/persons').catch(() => ({ items: [] }))
  const errands = await ask(clerk, 'GET', '/staff/errands?list=mine')
  const orders = await ask(clerk, 'GET', '/staff/orders?list=open')
  const files = await ask('YG-03', 'GET', '/staff/mediations?list=after')
  const guide = await ask(clerk, 'GET', `/communities/${me.community_id || me.postings[0].area_id}/guide`)
  const counters = await ask(clerk, 'GET', `/staff/communities/${me.community_id || me.postings[0].area_id}/counters`)
  return {
    h5: {
      'life/guide/item': `id=${first(guide)}`,
      'report/detail/index': `id=${first(own)}`, 'duty/report/index': `id=${alerts.items[0]?.report.id}`, 'visit/detail/index': `id=${first(bookings)}`,
      'visit/make/index': `community=${session?.service_id && (me.community_id || me.postings[0].area_id)}&day=${session?.day}&session=${session?.id}&period=`,
    },
    staff: { 'report/detail/index': states.map((r) => `id=${r.id}`), 'session/board/index': `id=${session?.id}`, 'report/whistle/index': `id=${first(whistles)}`, 'office/inquiry/index': `id=${first(asked)}`, 'office/errand/index': `id=${first(errands)}`, 'office/counter/index': `id=${first(counters)}`, 'office/mediate/index': `id=${first(files)}`, 'office/order/index': `id=${first(orders)}`, 'office/orders/index': ['', 'list=open', 'list=ended', 'list=day'], 'office/errands/index': ['', 'list=mine', 'list=waiting', 'list=outside'], 'people/posts/index': ['', 'list=open', 'list=vacant', 'list=ending'], 'people/member/index': `id=${first(member)}`, 'office/halls/index': ['', 'list=agreed', 'list=ended', 'list=plan'], 'office/meals/index': ['', 'list=on', 'list=ended', 'list=today', 'list=tomorrow', 'list=sheets', 'list=programmes'], 'office/follow/index': ['', 'list=ask'], 'office/loans/index': ['', 'list=late', 'list=ended', 'list=things'] },
  }
}
