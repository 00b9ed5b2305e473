// The service desk: the sessions of a community, and one session with its residents.
import { h, put, sayTime } from './util.js';
import { api, now, order, stage } from './wire.js';
import { act } from './mini.js';

const day = 24 * 3600 * 1000;
const weekdays = ['周日', '周一', '周二', '周三', '周四', '周五', '周六'];
const clerk = 'YG-02';

/** "周一 11月30日 09:00". */
export function sayWhen(at) {
  const t = new Date(new Date(at).getTime() + 8 * 3600 * 1000); // Beijing, read as UTC
  return `${weekdays[t.getUTCDay()]} ${t.getUTCMonth() + 1}月${t.getUTCDate()}日 ${t.toISOString().slice(11, 16)}`;
}

export const communityOf = (person) => stage.places.find((p) => p.kind === 'community' && p.name === person.group);

/** The sessions of a community from today on, with the names of the services and the places kept for the counter. */
export async function sessionsOf(key, community, weeks = 1) {
  const { items } = await api(key, 'GET', `/communities/${community.id}/services`);
  const services = Object.fromEntries(items.map((s) => [s.id, s]));
  const all = [];
  for (let i = 0; i < weeks; i++) {
    const at = new Date(now().getTime() + 8 * 3600 * 1000 + i * 7 * day).toISOString().slice(0, 10);
    const week = await api(key, 'GET', `/communities/${community.id}/week?day=${at}`);
    all.push(...week.items.filter((s) => new Date(s.end_at) > now()));
  }
  return all.map((s) => ({ ...s, name: services[s.service_id]?.name || '服务', walk_ins: services[s.service_id]?.entries[0]?.walk_ins || 0 }));
}

/** The first session of 阳光社区 that matches. */
export async function findSession(name, fits) {
  const community = stage.places.find((p) => p.name === '阳光社区');
  const all = await sessionsOf(clerk, community, 3);
  return all.find((s) => s.name === name && s.state === 'open' && fits(s));
}

export const boardOfSession = (id) => api(clerk, 'GET', `/staff/sessions/${id}`);

/** A rush: so many neighbours try to book in the same minute. */
export const rushFor = (session, people) => order('rush', { session_id: session, people });

const number = (n, name, mark = '') => h(`span.sum${mark}`, h('b', String(n)), name);

/** One session in full, in place of the story of a report. */
export function drawSession(journey, b, walkIns, came) {
  const s = b.session;
  const taken = b.seated.filter((g) => g.state !== 'released').length;
  const held = b.waitlist.filter((g) => g.state === 'offered').length;
  const kept = s.places - s.free - taken - held;
  const fits = kept >= 0 && (kept === walkIns || kept === 0);
  put(journey.head,
    h('div.journey-title', h('b', b.service_name), h('span.pill.accepted', s.state === 'open' ? '可约' : s.state === 'over' ? '已结束' : '已取消')),
    h('div.journey-sub', `${sayWhen(s.begin_at)} · ${b.place}`),
    h('div.sums', number(s.places, '名额', '.all'), '=', number(taken, '已约'), '+', number(held, '待确认'), '+', number(kept, '现场号'), '+', number(s.free, '空')),
    h(`div.next${fits ? '' : '.wrong'}`, fits ? '每一个名额都对得上。' : '名额对不上！'),
    came && h('div.sums', number(came.people, '位邻居', '.all'), '：', number(came.booked, '约好'), number(came.waiting, '候补'), number(came.full, '约满没约上')));
  const line = (g, first, more) => h(`li.guest.${g.state}`, h('i', first), h('b', g.name || '公众号居民'), h('span', g.state_name), more && h('time', more));
  put(journey.box,
    b.seated.map((g) => line(g, `${g.number}号`, g.result)),
    b.waitlist.length > 0 && h('li.guest-head', `候补 ${b.waitlist.length} 位，按先后`),
    b.waitlist.map((g) => line(g, String(g.rank), g.state === 'offered' ? `${sayTime(g.offer_until, now())} 前答复` : g.passed > 0 && '没有答复，排到后面')));
}

/** The rows of the staff's list: the sessions, and on the day the next resident. */
export function sessionRow(staff, s) {
  const deed = (path, body) => async () => {
    if (await act(staff.person, path, body)) await staff.refresh();
  };
  const taken = s.places - s.free;
  return h('article.row', { data: { session: s.id } },
    h('button.row-main', { onclick: () => staff.onSession(s) },
      h('div.row-top', h('b', s.name), h('span.pill.accepted', s.free > 0 ? `余 ${s.free}` : s.waiting > 0 ? `候补 ${s.waiting}` : '已满')),
      h('div.row-place', `${sayWhen(s.begin_at)}${s.host ? ` · ${s.host}` : ''}`),
      h('div.row-foot', h('span', `${s.places} 个名额，用了 ${taken} 个`))),
    new Date(s.begin_at) - now() < day / 12 && h('div.row-do',
      h('button.do.plain', { data: { do: 'arrive' }, onclick: () => arrivals(staff, s) }, '报到'),
      h('button.do', { data: { do: 'call' }, onclick: deed(`/staff/sessions/${s.id}/call`) }, '叫下一位')));
}

/** The residents who have a place and are not here yet: one tap checks one in. */
async function arrivals(staff, s) {
  const b = await api(staff.person.key, 'GET', `/staff/sessions/${s.id}`);
  const guests = b.seated.filter((g) => ['confirmed', 'released', 'called'].includes(g.state));
  staff.phone.open('报到和完成', guests.map((g) => h('button.board', {
    data: { guest: g.name },
    onclick: async () => {
      const done = g.state === 'called';
      if (!await act(staff.person, done ? `/staff/bookings/${g.id}/finish` : '/staff/check-in', done ? { result: '' } : { booking_id: g.id })) return;
      staff.phone.close();
      await staff.refresh();
    },
  }, `${g.number} 号 ${g.name || '公众号居民'} · ${g.state === 'called' ? '办好了' : '来了'}`)), guests.length === 0 && h('p.hint', '没有还要报到的人。'));
}
