// The story of one report: its timeline, its holder and deadline, and the receivers of its messages.
import { h, icon, paths, put, sayTime, soon, toast } from './util.js';
import { api, deliveredAbout, now } from './wire.js';
import { boardOfSession, drawSession } from './service.js';
import { deadlines, statePill, thumbs } from './mini.js';

const steps = [['submitted', '提交'], ['accepted', '受理'], ['assigned', '交办'], ['in_hand', '办理'], ['resolved', '办结'], ['closed', '评价']];

/** Receivers of the same message in the same minute share one line. */
function together(told) {
  const groups = [];
  for (const d of told) {
    const last = groups[groups.length - 1];
    if (last && last.title === d.title && last.status === d.status && last.at.slice(0, 16) === d.at.slice(0, 16)) last.people.push(d.person);
    else groups.push({ ...d, people: [d.person] });
  }
  return groups;
}

/** The report as the county's centre sees it: each step, including those between staff. */
export class Journey {
  constructor(seat, viewer) {
    this.viewer = viewer;
    this.head = h('div.journey-head');
    this.box = h('ol.events');
    seat.replaceChildren(h('div.plate', h('span.plate-label', '经过'), h('span.role', '网格中心看到的全过程')),
      h('div.paper', this.head, this.box));
    this.refreshSoon = soon(() => this.refresh());
    this.shown = 0;
    this.none();
  }

  none() {
    put(this.head, h('div.hint-big', '还没有事件', h('span', '让居民发一张照片，或按“演示”。')));
    put(this.box);
  }

  /** Shows a session of the service desk instead of a report, and the result of a rush for it. */
  async showSession(session, came) {
    this.session = session;
    this.came = came || (this.came?.session === session.id ? this.came : null);
    if (came) this.came.session = session.id;
    await this.refresh();
  }

  async follow(id) {
    this.session = null;
    if (this.id !== id) this.shown = 0;
    this.id = id;
    await this.refresh();
  }

  async refresh() {
    if (this.session) {
      await this.refreshSession();
      return;
    }
    if (!this.id) return;
    const { id } = this;
    try {
      const r = await api(this.viewer, 'GET', `/reports/${id}`);
      if (id === this.id) this.report = r;
      const told = await deliveredAbout(r.number);
      if (id === this.id) this.draw(r, told.items);
    } catch (err) {
      if (err.status !== 404) toast(err.message);
    }
  }

  async refreshSession() {
    const { session, came } = this;
    try {
      const b = await boardOfSession(session.id);
      if (session !== this.session) return;
      const text = JSON.stringify([b, came]);
      if (text !== this.drawn) drawSession(this, b, session.walk_ins, came);
      this.drawn = text;
    } catch (err) {
      if (err.status !== 404) toast(err.message);
    }
  }

  draw(r, told) {
    const text = JSON.stringify([r, told.length]);
    if (text === this.drawn) return;
    this.drawn = text;
    this.drawHead(r);
    const lines = [
      ...r.events.map((e) => ({ at: e.at, order: 0, el: (isNew) => this.event(e, isNew) })),
      ...together(told).map((d) => ({ at: d.at, order: 1, el: (isNew) => this.delivery(d, isNew) })),
    ].sort((a, b) => new Date(a.at).setMilliseconds(0) - new Date(b.at).setMilliseconds(0) || a.order - b.order);
    put(this.box, ...lines.map((l, i) => l.el(this.shown > 0 && i >= this.shown)));
    if (lines.length !== this.shown) this.box.scrollTo({ top: this.box.scrollHeight, behavior: this.shown ? 'smooth' : 'auto' });
    this.shown = lines.length;
  }

  drawHead(r) {
    const at = steps.findIndex(([state]) => state === r.state);
    const track = h('div.track', steps.map(([, name], i) => h(`span${i < at || r.state === 'closed' ? '.past' : ''}${i === at ? '.now' : ''}`, h('i'), name)));
    put(this.head,
      h('div.journey-title', h('b', r.title), statePill(r)),
      h('div.journey-sub', r.number, ' · ', r.place || r.area_name),
      at >= 0 && track,
      h('div.next', icon(paths.pin), h('span', r.next || r.state_name)),
      h('dl.clocks', deadlines(r)));
  }

  event(e, isNew) {
    return h(`li.event.${e.kind}${isNew ? '.new' : ''}`, h('i.dot'),
      h('div.event-top', h('b', e.title), h('time', sayTime(e.at, now()))),
      h('div.event-by', e.by, !e.public && e.text && h('span.inside-only', '仅内部可见')),
      e.text && h('p', e.text), thumbs(e.files || []));
  }

  delivery(d, isNew) {
    const reached = d.status === 'success';
    return h(`li.delivery${isNew ? '.new' : ''}${reached ? '' : '.missed'}`, icon(paths.check),
      h('span', `微信${reached ? '已送达' : '没有送达'} `, h('b', d.people.join('、')), `：${d.title}`), h('time', sayTime(d.at, now())));
  }
}
