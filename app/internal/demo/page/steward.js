// The phone of a 楼道红管家: cards of the official account above, the list of alerts in the mini-program below.
import { h, icon, paths, put, sayTime, soon, toast } from './util.js';
import { api, boardOf, now, stage } from './wire.js';
import { Chat } from './chat.js';
import { Phone, bar } from './phone.js';
import { act, empty, form, pane, problemPhotos, reportRow, solvedPhotos } from './mini.js';

export class Steward {
  constructor(seat, { onOpen }) {
    this.onOpen = onOpen;
    this.phone = new Phone(seat, { part: 'steward', label: '红管家', accent: '#c63a2b', onChoose: (p) => this.show(p) });
    this.list = h('div.chat.short');
    this.chat = new Chat(this.list, { onOpen: (number, line) => { this.find(number); this.phone.client.show(line.page); } });
    this.mini = pane('红管家 · 楼里的事');
    this.phone.screen.append(bar('安平邻里'), this.list, this.mini.el);
    this.refreshSoon = soon(() => this.refresh());
  }

  get person() { return this.phone.person; }

  async show(person) {
    put(this.mini.body);
    this.numbers = new Map(); // telephones of callers that this person has asked for
    await Promise.all([this.chat.show(person), this.refresh()]);
  }

  async refresh() {
    const person = this.person;
    if (!person) return;
    try {
      const [alerts, calls, board] = await Promise.all([
        api(person.key, 'GET', '/steward/alerts'), api(person.key, 'GET', '/steward/calls'), this.board(person),
      ]);
      if (person === this.person) this.draw(alerts.items, calls.items, board);
    } catch (err) {
      put(this.mini.body, empty(err.message));
    }
  }

  /** The board of the steward's own building. */
  async board(person) {
    const house = stage.places.find((p) => p.board && new RegExp(`^${p.name}(\\d单元)?$`).test(person.place));
    return house ? boardOf(house.board) : { stewards: [] };
  }

  draw(alerts, calls, board) {
    const rows = [...calls.map((c) => this.call(c)), ...alerts.map((a) => this.row(a))];
    put(this.mini.body, this.duty(board), ...(rows.length ? rows : [empty('您负责的楼里还没有人反映问题')]));
  }

  /** On duty or away, and what the board shows about it. */
  duty(board) {
    const keepers = board.stewards.filter((k) => k.role === 'steward');
    const standIn = keepers.find((k) => k.stands_in);
    if (standIn) {
      return h('div.duty.away', h('div', h('b', '离岗中'), h('span', `${standIn.name || '代班人'}代班，到期自动回岗`)),
        h('button.do.plain', { data: { do: 'back' }, onclick: () => this.back() }, '我回来了'));
    }
    const me = keepers.find((k) => k.name === this.person.name);
    const level = me?.phone ? 1 : me ? 2 : 0;
    const shown = h('select', { 'aria-label': '公示牌上显示', onchange: () => this.showLevel(Number(shown.value)) },
      [[1, '姓名和电话'], [2, '只有姓名'], [0, '不显示']].map(([n, name]) => h('option', { value: String(n), selected: n === level }, name)));
    return h('div.duty', h('div', h('b', '在岗'), keepers.length > 0 && h('label', '公示牌上 ', shown)),
      h('button.do', { data: { do: 'away' }, onclick: () => this.away() }, '离岗'));
  }

  async showLevel(level) {
    try {
      await api(this.person.key, 'PUT', '/steward/shown', { level });
      toast('公示牌已更新');
    } catch (err) {
      toast(err.message);
    }
    await this.refresh();
  }

  away() {
    let days = 1;
    const pick = h('div.segments', [1, 3, 7].map((n) => h(`button.segment${n === days ? '.on' : ''}`, {
      data: { days: String(n) },
      onclick: (e) => {
        days = n;
        pick.querySelectorAll('.segment').forEach((s) => s.classList.toggle('on', s === e.currentTarget));
      },
    }, `${n} 天`)));
    form(this.phone, this.person, { title: '离岗', fields: [h('p.hint', '楼里的事先找代班人，到期早上八点自动回岗。'), pick], go: '离岗' }, async () => {
      const { until, substitutes } = await api(this.person.key, 'POST', '/steward/away', { days });
      toast(`${substitutes.map((s) => s.name).join('、')} 代班到 ${sayTime(until, now())}`);
      await this.refresh();
    });
  }

  async back() {
    try {
      await api(this.person.key, 'DELETE', '/steward/away');
    } catch (err) {
      toast(err.message);
    }
    await this.refresh();
  }

  /** A call for help from the board. */
  call(c) {
    const number = h('button.tel', {
      title: '看电话（会留下记录）', data: { do: 'phone' },
      onclick: async () => {
        const got = await act(this.person, `/calls/${c.id}/phone`);
        if (!got) return;
        this.numbers.set(c.id, got.phone);
        number.textContent = got.phone;
      },
    }, this.numbers.get(c.id) || c.phone);
    return h('article.row.help', { data: { call: c.id } },
      h('div.row-top', h('b', `求助：${c.words}`), c.urgent && h('span.pill.urgent', '紧急'), h(`span.pill.${c.state === 'waiting' ? 'submitted' : 'in_hand'}`, c.state_name)),
      h('div.row-foot', h('span', `${c.number} · ${c.area_name.split(' ').slice(1).join(' ')}`), h('span', sayTime(c.at, now()))),
      h('div.row-do', number,
        c.state === 'waiting' ? h('button.do', { data: { do: 'acknowledge' }, onclick: () => this.answer(c) }, '我去联系') : h('span.seen', icon(paths.check), `${c.acknowledged_by}在办`),
        h('button.do.plain', { data: { do: 'finish' }, onclick: () => this.finish(c) }, '办完了')));
  }

  async answer(c) {
    await act(this.person, `/calls/${c.id}/acknowledge`);
    await this.refresh();
  }

  finish(c) {
    form(this.phone, this.person, {
      title: '办完了', words: '怎样帮的？', go: '办完了', ready: [{ name: '帮上忙了', text: '已上门帮忙，老人说谢谢。' }],
    }, async ({ words }) => {
      await api(this.person.key, 'POST', `/calls/${c.id}/finish`, { words });
      await this.refresh();
    });
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

  /** Opens the report of a card. */
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
