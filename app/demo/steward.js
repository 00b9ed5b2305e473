// The phone of a 楼道红管家: cards of the official account above, the list of alerts in the mini-program below.
import { h, icon, paths, put, sayTime, soon, toast } from './util.js';
import { api, now } from './wire.js';
import { Chat } from './chat.js';
import { Phone, bar } from './phone.js';
import { act, empty, form, pane, problemPhotos, reportRow, solvedPhotos } from './mini.js';

export class Steward {
  constructor(seat, { onOpen }) {
    this.onOpen = onOpen;
    this.phone = new Phone(seat, { part: 'steward', label: '红管家', accent: '#c63a2b', onChoose: (p) => this.show(p) });
    this.list = h('div.chat.short');
    this.chat = new Chat(this.list, { onOpen: (number) => this.find(number) });
    this.mini = pane('红管家 · 楼里的事');
    this.phone.screen.append(bar('安平邻里'), this.list, this.mini.el);
    this.refreshSoon = soon(() => this.refresh());
  }

  get person() { return this.phone.person; }

  async show(person) {
    put(this.mini.body);
    await Promise.all([this.chat.show(person), this.refresh()]);
  }

  async refresh() {
    const person = this.person;
    if (!person) return;
    try {
      const { items } = await api(person.key, 'GET', '/steward/alerts');
      if (person === this.person) this.draw(items);
    } catch (err) {
      put(this.mini.body, empty(err.message));
    }
  }

  draw(alerts) {
    put(this.mini.body, ...(alerts.length ? alerts.map((a) => this.row(a)) : [empty('您负责的楼里还没有人反映问题')]));
  }

  row(alert) {
    const r = alert.report;
    const open = ['submitted', 'accepted', 'assigned', 'in_hand'].includes(r.state);
    const seen = alert.acknowledged_at
      ? h('span.seen', icon(paths.check), `已知晓 ${sayTime(alert.acknowledged_at, now())}`)
      : open && h('button.do', { data: { do: 'acknowledge' }, onclick: () => this.does(r, 'acknowledge') }, '知道了');
    const more = [
      h('button.do.plain', { data: { do: 'look' }, onclick: () => this.look(r) }, '我去看了'),
      !r.urgent && h('button.do.plain', { data: { do: 'resolve' }, onclick: () => this.resolve(r) }, '自办自结'),
    ];
    return reportRow(r, () => this.onOpen(r.id), r.text && h('p.row-text', r.text), h('div.row-do', seen, open && more));
  }

  async does(r, what, body) {
    const done = await act(this.person, `/steward/reports/${r.id}/${what}`, body);
    if (done) this.onOpen(r.id);
    await this.refresh();
  }

  async send(r, what, body) {
    await api(this.person.key, 'POST', `/steward/reports/${r.id}/${what}`, body);
    this.onOpen(r.id);
    await this.refresh();
  }

  look(r) {
    form(this.phone, this.person, {
      title: '我去看了', words: '看到了什么？', photos: problemPhotos(), go: '告诉社区',
      ready: [{ name: '情况属实', text: '我去看了，情况属实，请尽快安排。' }, { name: '已提醒邻居', text: '已在楼门口提醒邻居注意。' }],
    }, (body) => this.send(r, 'look', body));
  }

  resolve(r) {
    form(this.phone, this.person, {
      title: '自办自结', words: '怎样解决的？', photos: solvedPhotos(), go: '办好了',
      ready: [{ name: '一起清理了', text: '和邻居一起清理好了。' }],
    }, (body) => this.send(r, 'resolve', body));
  }

  /** Opens the report a card speaks of. */
  async find(number) {
    const row = this.mini.body.querySelector(`[data-number="${number}"]`);
    if (!row) {
      if (number) toast('这件事已不在您的楼里');
      return;
    }
    row.scrollIntoView({ behavior: 'smooth', block: 'nearest' });
    row.classList.add('found');
    setTimeout(() => row.classList.remove('found'), 1500);
    this.onOpen(row.dataset.report);
  }
}
