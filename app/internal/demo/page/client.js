// The real client on a telephone: the same pages as in WeChat, for the person who holds it.
import { h, reloadFrame } from './util.js';
import { stage } from './wire.js';

const width = 375; // width for which the pages are laid out, in px; the telephone on the stage is scaled down
const doors = {
  resident: (p) => `/h5/?as=${p.key}#/`,
  steward: (p) => `/h5/?as=${p.key}#/pages/steward/index`,
  staff: (p) => `/staff/?as=${p.key}#/`,
};

/** A layer over the screen of the telephone, and the switch between it and the chat. */
export class Client {
  constructor(part, glass) {
    this.part = part;
    this.frame = h('iframe', { title: '小程序', allow: 'geolocation' });
    this.layer = h('div.client', { hidden: true }, this.frame);
    glass.append(this.layer);
    const choice = (name, on) => h('button', { data: { client: on }, 'aria-pressed': 'false', onclick: () => this.turn(on === 'on') }, name);
    this.switch = h('span.which-app', { role: 'group', 'aria-label': '聊天或小程序', hidden: !stage.clients }, choice('聊天', 'off'), choice('小程序', 'on'));
    new ResizeObserver(() => this.fit()).observe(this.layer);
    this.turn(false);
  }

  /** Shows the client, or the chat behind it. */
  turn(on) {
    this.on = on && stage.clients;
    this.layer.hidden = !this.on;
    for (const b of this.switch.children) b.setAttribute('aria-pressed', String((b.dataset.client === 'on') === Boolean(this.on)));
    if (this.on && !this.address) this.open();
    this.fit();
  }

  /** Opens the page that a message links to, in the client that it is for. */
  show(page) {
    if (!stage.clients || !page || !this.person) return;
    this.address = `${this.part === 'staff' ? '/staff/' : '/h5/'}?as=${this.person.key}#/${page}`;
    this.frame.src = this.address;
    this.turn(true);
  }

  /** Another person holds the telephone now. */
  belongTo(person) {
    this.person = person;
    this.address = '';
    if (this.on) this.open();
  }

  open() {
    if (!this.person) return;
    this.address = doors[this.part](this.person);
    this.frame.src = this.address;
    this.fit();
  }

  /** Scales the frame, so that the page has the usual width of a telephone. */
  fit() {
    const scale = this.layer.clientWidth / width;
    if (!scale) return;
    this.frame.style.cssText = `width:${width}px;height:${this.layer.clientHeight / scale}px;transform:scale(${scale})`;
  }

  /** Tells the page of the client to fetch again. */
  news() { if (this.on) this.frame.contentWindow?.postMessage('linli:news', location.origin); }

  /** The telephone has a network again: the client hears it from the browser. */
  online() {
    const page = this.frame.contentWindow;
    if (!this.on || !page) return;
    page.dispatchEvent(new page.Event('online'));
    page.navigator.connection?.dispatchEvent(new page.Event('change'));
  }

  /** Reloads the client after a jump of the clock. */
  restart() { if (this.on) reloadFrame(this.frame); }
}
