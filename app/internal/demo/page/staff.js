// The phone of staff: cards above, the staff mini-program below with its lists and a report.
import { h, icon, paths, put, sayTime, soon, toast } from './util.js';
import { api, now } from './wire.js';
import { Chat } from './chat.js';
import { Phone, bar } from './phone.js';
import { act, deadlines, empty, form, pane, reportRow, statePill, thumbs } from './mini.js';
import { actions } from './deeds.js';
import { rankOf } from './orders.js';
import { others } from './others.js';
import { communityOf } from './service.js';

// The numbers of the home page; each opens its list. Those that are always shown are marked true.
const lists = [
  ['waiting', '等我处理', true], ['unaccepted', '待受理', true], ['mine', '我的', true], ['overdue', '超时', true],
  ['due_today', '今天到期'], ['approvals', '待审批'], ['supervised', '督办'], ['follow_ups', '待回访'], ['unlocated', '待定位'],
  ['unanswered', '没人确认'], ['unreachable', '联系不上'], ['whistles', '吹哨'], ['all', '全部', true],
  ['sessions', '服务台'],
];
const loud = ['overdue', 'supervised', 'unanswered'];

export class Staff {
  constructor(seat, { onOpen, onSession, onShow }) {
    Object.assign(this, { onOpen, onSession, onShow });
    this.phone = new Phone(seat, { part: 'staff', label: '工作人员', accent: '#2b62c4', onChoose: (p) => this.show(p) });
    this.cards = h('div.chat.short');
    this.chat = new Chat(this.cards, { onOpen: (number, line) => { this.find(number); this.phone.client.show(line.page); } });
    this.mini = pane('工作台');
    this.tabs = h('div.lists');
    this.items = h('div.items');
    this.detail = h('div.detail', { hidden: true });
    this.mini.body.append(this.tabs, this.items, this.detail);
    this.phone.screen.append(bar('安平邻里'), this.cards, this.mini.el);
    this.list = 'waiting';
    this.refreshSoon = soon(() => this.refresh());
  }

  get person() { return this.phone.person; }

  get desk() { return !['网格员', '部门人员', '运维'].includes(this.person.title); }

  async show(person) {
    this.onShow?.();
    this.back();
    this.list = this.person.title === '社区工作人员' ? 'unaccepted' : 'waiting';
    put(this.items);
    await Promise.all([this.chat.show(person), this.refresh()]);
  }

  async refresh() {
    const person = this.person;
    if (!person) return;
    try {
      const [counts, found] = await Promise.all([
        api(person.key, 'GET', '/staff/home'),
        others[this.list]?.find?.(this) || api(person.key, 'GET', others[this.list]?.path || `/staff/reports?list=${this.list}`),
      ]);
      if (person !== this.person) return;
      this.draw(counts, found.items);
      if (this.report) await this.reload();
    } catch (err) {
      put(this.items, empty(err.message));
    }
  }

  draw(counts, items) {
    const shown = lists.filter(([list, , always]) => always || counts[list] > 0 || list === this.list || list === 'sessions' && communityOf(this.person));
    put(this.tabs, ...shown.map(([list, name]) => h(`button.tile${list === this.list ? '.on' : ''}`, {
      data: { list }, onclick: () => this.turn(list),
    }, list in counts ? h(`b${counts[list] === 0 ? '.none' : loud.includes(list) ? '.late' : ''}`, String(counts[list])) : icon(paths.menu), h('span', name))));
    const draw = others[this.list]?.row;
    const rows = items.map((x) => (draw ? draw(this, x) : reportRow(x, () => this.open(x.id))));
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
      r.text && !r.title.includes(r.text) && h('p.detail-text', r.text), thumbs(first),
      h('dl', fact('编号', r.number), fact('地点', r.place || r.area_name), fact('谁在办', r.holder),
        deadlines(r), fact('分办', r.work?.parts?.map((p) => h('div.part', h(`span.pill.${p.state}`, p.state_name), ` ${p.text} · ${p.holder}`))),
        r.work?.supervision && fact('督办', `${sayTime(r.work.supervision.due_at, now())} 前要回复`),
        r.work?.postponement && fact('申请', `${r.work.postponement.kind === 'extend' ? '延期' : '挂账'}到 ${sayTime(r.work.postponement.until, now())}，等${r.work.postponement.to}批复`),
        r.reporter && fact('反映人', `${r.reporter.name || '公众号居民'} ${r.reporter.phone}`), fact('想问', r.question)),
      h('div.deeds', actions(r, this.desk, rankOf(this.person.title)).map((a) => h(`button.do${a.main ? '' : '.plain'}`, {
        data: { do: a.name }, onclick: () => this.begin(a, r),
      }, a.title))),
      last && h('div.latest', h('span', `${last.title} · ${last.by} ${sayTime(last.at, now())}`), last.text));
    this.detail.hidden = false;
    this.phone.body.classList.add('reading');
  }

  /** Runs a step at once, or opens its form first. */
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

  /** Opens the report of a card in its current state. */
  async find(number) {
    if (!number) return;
    for (const list of ['waiting', 'unaccepted', 'mine', 'all']) {
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
