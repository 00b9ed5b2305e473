// A telephone on the stage: its holder, its screen, and the panels over it.
import { h, icon, paths, sayClock } from './util.js';
import { now, stage } from './wire.js';
import { Client } from './client.js';

const status = () => h('div.status', h('span.status-time', sayClock(now())),
  h('span.status-icons', icon('<path d="M3 17v-3M8 17v-6M13 17V8M18 17V5" stroke-width="3"/>'),
    icon('<path d="M3.5 9.5a12.5 12.5 0 0 1 17 0M6.8 13a7.8 7.8 0 0 1 10.4 0M10 16.4a3 3 0 0 1 4 0" stroke-width="2.2"/>'),
    icon('<rect x="3" y="8" width="16" height="8.6" rx="2.4"/><rect x="5" y="10" width="10.6" height="4.6" rx="1" fill="currentColor" stroke="none"/><path d="M21.4 11v2.6" stroke-width="2.4"/>')));

const extra = { resident: () => '', steward: (p) => ` · ${p.place}`, staff: (p) => ` · ${p.title}` };

export class Phone {
  constructor(seat, { part, label, accent, onChoose }) {
    Object.assign(this, { seat, part, onChoose, unread: new Map() });
    seat.style.setProperty('--accent', accent);
    this.choice = h('select.who', { 'aria-label': `换一位${label}`, onchange: () => this.choose(this.choice.value) });
    this.role = h('span.role');
    this.screen = h('div.screen');
    this.over = h('div.over', { hidden: true });
    const glass = h('div.glass', status(), this.screen, this.over);
    this.body = h('div.phone', glass);
    this.client = new Client(part, glass);
    seat.replaceChildren(h('div.plate', h('span.plate-label', label), this.choice, this.role, this.client.switch), this.body);
    this.fill();
  }

  /** Lists the possible holders of such a telephone, grouped. */
  fill() {
    const groups = new Map();
    for (const p of stage.people.filter((one) => one.part === this.part)) {
      if (!groups.has(p.group)) groups.set(p.group, []);
      groups.get(p.group).push(p);
    }
    this.choice.replaceChildren(...[...groups].map(([name, people]) => h('optgroup', { label: name },
      people.map((p) => h('option', { value: p.key }, this.label(p))))));
  }

  label(p) {
    const news = this.unread.get(p.key);
    return `${news ? '● ' : ''}${p.name}${extra[p.part](p)}${news ? `（${news} 条新消息）` : ''}`;
  }

  /** Shows the telephone of another person. */
  async choose(key) {
    this.person = stage.byKey[key];
    this.choice.value = key;
    this.unread.delete(key);
    this.relabel(key);
    this.role.textContent = this.part === 'steward' ? this.person.title : this.person.place;
    this.close();
    this.client.belongTo(this.person);
    this.drawNetwork();
    await this.onChoose?.(this.person);
  }

  /** Marks a person whose telephone is not shown and who got something new. */
  ring(key) {
    if (key === this.person?.key) {
      this.body.classList.remove('rings');
      void this.body.offsetWidth; // restart the animation
      this.body.classList.add('rings');
      return;
    }
    this.unread.set(key, (this.unread.get(key) || 0) + 1);
    this.relabel(key);
  }

  /** Shows whether the telephone has a network. */
  drawNetwork() { this.body.classList.toggle('cut', stage.offline.includes(this.person?.key)); }

  relabel(key) {
    const option = [...this.choice.options].find((o) => o.value === key);
    if (option) option.textContent = this.label(stage.byKey[key]);
  }

  /** Slides a panel over the screen. */
  open(title, ...content) {
    this.over.replaceChildren(h('div.sheet', { role: 'dialog', 'aria-label': title },
      h('div.sheet-head', h('b', title), h('button.sheet-close', { onclick: () => this.close(), 'aria-label': '关闭' }, '取消')),
      h('div.sheet-body', content)));
    this.over.hidden = false;
    this.over.onclick = (e) => { if (e.target === this.over) this.close(); };
  }

  close() {
    this.over.hidden = true;
    this.over.replaceChildren();
  }
}

/** WeChat's bar above a chat. */
export const bar = (title) => h('div.bar', icon(paths.back), h('b', title), icon(paths.person));

/** The row of sample photos, and the visitor's own. onPick gets an address or a file, and the sample's name. */
export function photoChoice(photos, onPick) {
  const own = h('input', {
    type: 'file', accept: 'image/*', hidden: true, onchange: () => own.files[0] && onPick(own.files[0], ''),
  });
  return h('div.photos',
    photos.map((p) => h('button.pick', { onclick: () => onPick(p.url, p.name), data: { photo: p.name } },
      h('img', { src: p.url, alt: p.title, loading: 'lazy' }), h('span', p.title))),
    h('button.pick.own', { onclick: () => own.click() }, h('i', icon(paths.plus)), h('span', '电脑里的照片')), own);
}
