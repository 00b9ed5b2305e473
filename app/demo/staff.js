// The phone of somebody who works here: cards above, the staff mini-program below with its lists and a report.
import { h, icon, paths, put, sayTime, soon, toast } from './util.js';
import { api, now } from './wire.js';
import { Chat } from './chat.js';
import { Phone, bar } from './phone.js';
import { act, due, empty, form, pane, reportRow, statePill, thumbs } from './mini.js';
import { actions } from './deeds.js';

const lists = [['unaccepted', '待受理'], ['mine', '我的'], ['due_today', '今天到期'], ['overdue', '超期'], ['all', '全部']];

export class Staff {
  constructor(seat, { onOpen }) {
    this.onOpen = onOpen;
    this.phone = new Phone(seat, { part: 'staff', label: '工作人员', accent: '#2b62c4', onChoose: (p) => this.show(p) });
    this.cards = h('div.chat.short');
    this.chat = new Chat(this.cards, { onOpen: (number) => this.find(number) });
    this.mini = pane('工作台');
    this.tabs = h('div.lists');
    this.items = h('div.items');
    this.detail = h('div.detail', { hidden: true });
    this.mini.body.append(this.tabs, this.items, this.detail);
    this.phone.screen.append(bar('安平邻里'), this.cards, this.mini.el);
    this.list = 'unaccepted';
    this.refreshSoon = soon(() => this.refresh());
  }

  get person() { return this.phone.person; }

  get desk() { return !['网格员', '部门人员', '运维'].includes(this.person.title); }

  async show(person) {
    this.back();
    this.list = this.desk ? 'unaccepted' : 'mine';
    put(this.items);
    await Promise.all([this.chat.show(person), this.refresh()]);
  }

  async refresh() {
    const person = this.person;
    if (!person) return;
    try {
      const [counts, found] = await Promise.all([
        api(person.key, 'GET', '/staff/home'), api(person.key, 'GET', `/staff/reports?list=${this.list}`),
      ]);
      if (person !== this.person) return;
      this.draw(counts, found.items);
      if (this.report) await this.reload();
    } catch (err) {
      put(this.items, empty(err.message));
    }
  }

  draw(counts, items) {
    put(this.tabs, ...lists.map(([list, name]) => h(`button.tab${list === this.list ? '.on' : ''}`, {
      data: { list }, onclick: () => this.turn(list),
    }, name, counts[list] > 0 && h(`i${list === 'overdue' ? '.late' : ''}`, String(counts[list])))));
    const rows = items.map((r) => reportRow(r, () => this.open(r.id)));
    put(this.items, ...(rows.length ? rows : [empty(this.list === 'unaccepted' ? '没有待受理的事件' : '这里没有事件')]));
  }

  async turn(list) {
    this.list = list;
    this.back();
    await this.refresh();
  }

  back() {
    this.report = null;
    this.detail.hidden = true;
    this.phone.body.classList.remove('reading');
  }

  async open(id) {
    this.report = { id };
    await this.reload();
    this.onOpen(id);
  }

  async reload() {
    const person = this.person;
    const id = this.report.id;
    try {
      const r = await api(person.key, 'GET', `/reports/${id}`);
      if (this.report?.id !== id || person !== this.person) return;
      this.report = r;
      this.drawReport(r);
    } catch (err) {
      this.back();
      toast(err.message);
    }
  }

  drawReport(r) {
    const fact = (name, value) => value && h('div.pair', h('dt', name), h('dd', value));
    const first = r.events[0]?.files || [];
    const last = [...r.events].reverse().find((e) => e.text && e.kind !== 'submit');
    put(this.detail,
      h('button.detail-back', { onclick: () => { this.back(); this.refresh(); } }, icon(paths.back), '返回列表'),
      h('div.detail-head', h('b', r.title), r.urgent && h('span.pill.urgent', '紧急'), statePill(r)),
      r.text && r.text !== r.title && h('p.detail-text', r.text), thumbs(first),
      h('dl', fact('编号', r.number), fact('地点', r.place), fact('类别', r.category_name), fact('由谁', r.holder),
        due(r) && h('div.pair', h('dt', '期限'), h('dd', due(r))),
        r.reporter && fact('反映人', `${r.reporter.name || '公众号居民'} ${r.reporter.phone}`), fact('想问', r.question)),
      last && h('div.latest', h('span', `${last.title} · ${last.by} ${sayTime(last.at, now())}`), last.text),
      h('div.deeds', actions(r, this.desk).map((a) => h(`button.do${a.main ? '' : '.plain'}`, {
        data: { do: a.name }, onclick: () => this.begin(a, r),
      }, a.title))));
    this.detail.hidden = false;
    this.phone.body.classList.add('reading');
  }

  /** Does an action at once, or asks for what it needs first. */
  async begin(action, r) {
    const path = `/staff/reports/${r.id}`;
    const done = async () => {
      this.onOpen(r.id);
      await this.refresh();
    };
    if (!action.asks) {
      if (await act(this.person, `${path}/${action.name}`)) await done();
      return;
    }
    try {
      const asks = await action.asks(r, (method, p, body) => api(this.person.key, method, p, body), this.desk);
      form(this.phone, this.person, asks, async (body) => {
        await api(this.person.key, 'POST', `${path}/${action.name}`, { ...body, ...asks.more?.() });
        await done();
      });
    } catch (err) {
      toast(err.message);
    }
  }

  /** Opens the report a card speaks of, wherever it stands now. */
  async find(number) {
    if (!number) return;
    for (const list of ['unaccepted', 'mine', 'all']) {
      const { items } = await api(this.person.key, 'GET', `/staff/reports?list=${list}`);
      const r = items.find((one) => one.number === number);
      if (r) {
        await this.open(r.id);
        return;
      }
    }
    toast('这件事已不在您手里');
  }
}
