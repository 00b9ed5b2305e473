// The chat with the official account, as WeChat shows it.
import { h, icon, paths, face, sayTime, toast } from './util.js';
import { chatOf, gesture, now, stage } from './wire.js';

const gap = 5 * 60 * 1000; // a line that comes so much later than the one before has its time above it

const accountFace = () => {
  const el = h('span.face.account');
  el.append(icon('<path d="M4 12.5 12 5l8 7.5V20h-5.4v-5.4H9.4V20H4z" fill="#fff" stroke="none"/>'));
  return el;
};

function sayEvent(text) {
  if (text === '关注') return '你已关注该公众号';
  if (text === '取消关注') return '你已取消关注';
  if (text.startsWith('扫码')) return '你扫描了楼道公示牌上的二维码';
  if (text.startsWith('点击菜单')) {
    const key = text.slice(4).trim();
    const button = stage.menu.button.flatMap((b) => b.sub_button || [b]).find((b) => b.key === key);
    return `你点了菜单“${button ? button.name : key}”`;
  }
  return text;
}

/** A template message: its first line is the title, the others are label：value. */
function card(line, onOpen) {
  const [title, ...rows] = line.text.split('\n');
  const values = rows.map((row) => {
    const cut = row.indexOf('：');
    return h('div.pair', h('dt', row.slice(0, cut)), h('dd', row.slice(cut + 1)));
  });
  const number = /\d{6}-\d{3,}/.exec(line.text)?.[0] || '';
  return h(`button.card${title.startsWith('紧急') ? '.loud' : ''}`, { onclick: () => onOpen?.(number, line), data: { number, title } },
    h('div.card-head', h('b', title), h('span', sayTime(line.at, now()))),
    h('dl', values),
    h('div.card-foot', '查看详情', icon(paths.back, 'icon turn')));
}

function bubble(line) {
  if (line.kind === 'image') return h('img.photo', { src: line.picture, alt: '照片', loading: 'lazy' });
  if (line.kind === 'voice') {
    const words = line.text.replace('[语音]', '');
    return h('div.voice', h('div.bubble', icon('<path d="M8 9.6a4 4 0 0 1 0 4.8M11.6 7.2a8 8 0 0 1 0 9.6M15.2 5a12 12 0 0 1 0 14"/>'), `${Math.max(2, Math.ceil(words.length / 3))}"`),
      words && h('div.heard', words));
  }
  if (line.kind === 'location') {
    return h('div.spot', h('b', line.text.replace('[位置]', '') || '位置'), h('div.spot-map', icon(paths.pin)));
  }
  return h('div.bubble', line.text);
}

export class Chat {
  /** box is the scrolling element; onOpen is called when a card is opened. */
  constructor(box, { onOpen, onLines } = {}) {
    Object.assign(this, { box, onOpen, onLines, person: null, next: 0, last: 0, lines: [] });
    new ResizeObserver(() => this.toEnd(false)).observe(box); // when shown again or resized, scroll to the newest line
  }

  async show(person) {
    this.person = person;
    this.next = this.last = 0;
    this.lines = [];
    this.box.replaceChildren();
    await this.refresh();
  }

  /** Fetches the new lines. Parallel calls queue, because two would show a line twice. */
  refresh() {
    this.queue = (this.queue || Promise.resolve()).then(() => this.fetch()).catch(() => {});
    return this.queue;
  }

  async fetch() {
    const person = this.person;
    if (!person) return;
    const first = this.next === 0;
    const got = await chatOf(person.key, this.next);
    if (person !== this.person) return;
    this.next = got.next;
    this.following = got.following;
    for (const line of got.lines) this.add(line, first);
    if (got.lines.length) {
      this.lines.push(...got.lines);
      this.toEnd(!first);
    }
    this.onLines?.(this, got.lines, first);
  }

  add(line, quiet) {
    const at = new Date(line.at).getTime();
    if (at - this.last > gap) this.box.append(h('div.moment', sayTime(line.at, now())));
    this.last = at;
    let row;
    if (line.kind === 'template') row = h('div.line.card-line', card(line, this.onOpen));
    else if (line.kind === 'event') row = h('div.moment', sayEvent(line.text));
    else if (line.kind === 'system') row = h('div.moment.warning', line.text);
    else if (line.kind === 'sms') row = h('div.moment.sms', `短信${line.from}${line.text}`);
    else if (line.kind === 'call') row = this.ringing(line);
    else {
      row = h(`div.line${line.mine ? '.mine' : ''}`, line.mine ? face(this.person.name) : accountFace(), bubble(line));
    }
    if (!quiet) row.classList.add('new');
    this.box.append(row);
  }

  /** A call that is read out; the person may press 1. */
  ringing(line) {
    const answer = h('button.plain', { onclick: () => {
      answer.disabled = true;
      gesture(this.person.key, 'press', { key: '1' }).then(() => { answer.textContent = '已按 1'; }, (e) => { answer.disabled = false; toast(e.message); });
    } }, '接听，按 1');
    return h('div.moment.sms', `来电${line.from}${line.text}`, answer);
  }

  toEnd(smooth) {
    const go = () => this.box.scrollTo({ top: this.box.scrollHeight, behavior: smooth ? 'smooth' : 'auto' });
    go();
    for (const img of this.box.querySelectorAll('img')) if (!img.complete) img.addEventListener('load', go, { once: true });
  }

  /** The last line of the account, or ''. */
  said() {
    const all = this.lines.filter((l) => !l.mine && l.kind === 'text');
    return all.length ? all[all.length - 1].text : '';
  }
}
