// The lists of the staff's home page that contain no reports.
import { h, sayTime } from './util.js';
import { api, now } from './wire.js';
import { act, form, problemPhotos } from './mini.js';
import { communityOf, sessionRow, sessionsOf } from './service.js';

const plain = (top, place, text, ...more) => h('article.row', h('div.row-top', top), place && h('div.row-place', place), text && h('p.row-text', text), more);

async function then(staff, done) {
  if (await done) await staff.refresh();
}

/** A called org answers that it comes, or that it has arrived. */
function answers(staff, w) {
  const mine = w.musters.find((m) => m.mine);
  if (!mine || w.state !== 'open') return null;
  const path = `/staff/whistles/${w.id}`;
  const come = () => form(staff.phone, staff.person, {
    title: '到场回复', words: '谁来？', value: staff.person.name, go: '按时到',
  }, async ({ words }) => {
    await api(staff.person.key, 'POST', `${path}/answer`, { coming: true, who: words, arrival: w.by });
    await staff.refresh();
  });
  const muster = () => form(staff.phone, staff.person, { title: '到场报到', words: '附一句（可不写）', photos: problemPhotos(), go: '报到' }, async (body) => {
    await api(staff.person.key, 'POST', `${path}/muster`, body);
    await staff.refresh();
  });
  return h('div.row-do', mine.state === 'called' && h('button.do.plain', { onclick: come }, '按时到'),
    ['called', 'coming', 'declined'].includes(mine.state) && h('button.do', { onclick: muster }, '到场报到'));
}

export const others = {
  sessions: {
    find: async (staff) => ({ items: await sessionsOf(staff.person.key, communityOf(staff.person)) }),
    row: sessionRow,
  },
  whistles: {
    path: '/staff/whistles',
    row: (staff, w) => plain([h('b', `${w.number} ${w.place || w.area_name}`), h('span.pill.in_hand', w.state_name)], `${sayTime(w.by, now())} 前到场 · ${w.caller}吹哨`, w.words,
      h('div.musters', w.musters.map((m) => h('div', h('b', m.org_name), h('span', m.who ? `${m.state_name} · ${m.who}` : m.state_name)))), answers(staff, w)),
  },
  unanswered: {
    path: '/staff/unanswered',
    row: (staff, p) => plain([h('b', p.area_name), p.urgent && h('span.pill.urgent', '紧急')], p.subject === 'call' ? '公示牌上的求助' : '随手拍',
      `${sayTime(p.started_at, now())} 起提醒了所有人，都没有确认`,
      h('div.row-do', h('button.do', { onclick: () => then(staff, act(staff.person, `/staff/pagings/${p.id}/acknowledge`)) }, '我来处理'))),
  },
  unreachable: {
    path: '/staff/unreachable',
    row: (staff, u) => plain([h('b', u.area_name), h('span.pill', u.reason_name)], u.person_name && `${u.person_name} ${u.person_phone}`, '微信通知到不了，请上门或打电话。'),
  },
};
