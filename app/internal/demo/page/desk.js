// The fourth device of the stage: a PC with the desk (办公端) of a secretary or a clerk. It is opened by its bar at the foot.
import { h, reloadFrame } from './util.js';
import { stage } from './wire.js';

const width = 1440; // width for which the desk is laid out, in px
const titles = ['社区书记', '社区工作人员', '网格中心'];

export class Desk {
  constructor(seat) {
    seat.hidden = !stage.clients;
    this.frame = h('iframe', { title: '办公端' });
    this.screen = h('div.monitor', { hidden: true }, this.frame);
    const people = stage.people.filter((p) => p.part === 'staff' && titles.includes(p.title));
    this.choice = h('select.who', { 'aria-label': '换一位坐在电脑前的人', onchange: () => this.open() },
      people.map((p) => h('option', { value: p.key }, `${p.name} · ${p.place} ${p.title}`)));
    this.choice.value = stage.leads[2];
    this.button = h('button.pc-open', { data: { do: 'desk' }, 'aria-expanded': 'false', onclick: () => this.turn(!this.on) }, '打开电脑');
    seat.replaceChildren(h('div.plate', h('span.plate-label', '电脑 · 办公端'), this.choice, this.button), this.screen);
    new ResizeObserver(() => this.fit()).observe(this.screen);
  }

  /** Shows the PC over the telephones, or the telephones again. */
  turn(on) {
    this.on = on;
    document.body.dataset.desk = on ? 'on' : '';
    this.screen.hidden = !on;
    this.button.textContent = on ? '回到手机' : '打开电脑';
    this.button.setAttribute('aria-expanded', String(on));
    if (on && !this.frame.src) this.open();
    this.fit();
  }

  open() {
    this.frame.src = `/office/?as=${this.choice.value}`;
    if (!this.on) this.turn(true);
  }

  /** Scales the frame to the width of the page. */
  fit() {
    const scale = this.screen.clientWidth / Math.max(width, this.screen.clientWidth);
    if (scale) this.frame.style.cssText = `width:${this.screen.clientWidth / scale}px;height:${this.screen.clientHeight / scale}px;transform:scale(${scale})`;
  }

  /** Reloads the desk after a jump of the clock. */
  restart() { if (this.frame.src) reloadFrame(this.frame); }
}
