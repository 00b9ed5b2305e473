// The director: plays a whole story by pressing the page's own buttons, and disturbs the simulated WeChat.
import { h, icon, paths, toast } from './util.js';
import { forward, loadStage, now, order, stage } from './wire.js';
import { story } from './story.js';
import { night } from './night.js';
import { late } from './late.js';
import { away } from './away.js';
import { rush } from './rush.js';
import { queue } from './queue.js';
import { offline } from './offline.js';

class Stopped extends Error {}

const stories = [['story', '从头演示', story], ['night', '半夜的燃气味', night], ['late', '超时上报', late], ['away', '红管家离岗', away],
  ['rush', '预约开抢', rush], ['queue', '候补到号', queue], ['offline', '楼道里没信号', offline]];

const weathers = [
  ['well', '正常', ''],
  ['slow', '慢', '微信接口每次慢 3 秒：消息晚到，聊天照常秒回'],
  ['down', '停', '微信接口连不上：通知排队重试，恢复后补发'],
  ['quota', '额度用完', '错误 45009，今日模板消息额度用完：通知等到零点后补发，可按“拨快到明早”'],
];

export class Director {
  constructor(box, caption, cast) {
    Object.assign(this, { box, caption, cast, pace: Number(new URLSearchParams(location.search).get('pace')) || 1 });
    this.playButton = h('button.play', { id: 'play', onclick: () => (this.playing ? this.stop() : this.play()) });
    this.choice = h('select.which', { id: 'which', 'aria-label': '演哪一段', onchange: () => this.drawPlay() },
      stories.map(([code, name]) => h('option', { value: code }, name)));
    this.weather = h('div.weather', { role: 'group', 'aria-label': '微信的状况' }, h('span', '微信'),
      weathers.map(([what, name, why]) => h('button', { data: { weather: what }, title: why, onclick: () => this.turn(what, why) }, name)));
    this.network = h('div.weather', { role: 'group', 'aria-label': '工作人员手机的网络' }, h('span', '手机'),
      h('button', { data: { network: 'on' }, onclick: () => this.connect(true) }, '有网'),
      h('button', { data: { network: 'off' }, title: '工作人员这部手机没有网络：办的事先存在手机里，有网了自动提交', onclick: () => this.connect(false) }, '断网'));
    const jump = (name, why, go) => h('button', {
      title: why, data: { jump: name },
      onclick: async (e) => {
        const button = e.currentTarget;
        button.disabled = true;
        await go().catch((err) => toast(err.message));
        button.disabled = false;
      },
    }, name);
    const clock = h('div.weather.jumps', { role: 'group', 'aria-label': '拨快演示时钟' }, h('span', '拨快'),
      jump('30 分钟', '演示时钟拨快 30 分钟，到期的事马上发生', () => forward(30)),
      jump('2 小时', '演示时钟拨快 2 小时，到期的事马上发生', () => forward(120)),
      jump('到明早', '演示时钟拨到第二天 09:30', () => order('morning')));
    box.replaceChildren(h('div.plays', this.choice, this.playButton), this.weather, this.network, clock);
    this.drawPlay();
    this.drawWeather();
    this.drawNetwork();
  }

  drawPlay() {
    this.playButton.replaceChildren(icon(this.playing ? paths.stop : paths.play), this.playing ? '停止' : '演示');
    this.choice.disabled = Boolean(this.playing);
    this.playButton.classList.toggle('on', Boolean(this.playing));
  }

  drawWeather() {
    for (const b of this.weather.querySelectorAll('button')) b.classList.toggle('on', b.dataset.weather === stage.weather);
  }

  drawNetwork() {
    const cut = stage.offline.includes(this.cast.staff.person?.key);
    for (const b of this.network.querySelectorAll('button')) b.classList.toggle('on', (b.dataset.network === 'off') === cut);
  }

  /** Takes the network from the telephone of the staff that is shown, or gives it back. */
  async connect(on) {
    try {
      await order('network', { person: this.cast.staff.person.key, on });
    } catch (err) {
      toast(err.message);
    }
  }

  async turn(what, why) {
    try {
      await order(what);
      if (why) toast(why);
    } catch (err) {
      toast(err.message);
    }
  }

  stop() { this.playing = null; }

  async play() {
    this.playing = {};
    const token = this.playing;
    this.drawPlay();
    const alive = () => { if (this.playing !== token) throw new Stopped(); };
    try {
      await stories.find(([code]) => code === this.choice.value)[2](this.hands(alive), this.cast);
      await this.wait(6000, alive);
    } catch (err) {
      if (!(err instanceof Stopped)) toast(`演示停在这里：${err.message}`);
    }
    if (this.playing === token) this.playing = null;
    this.light(null);
    this.caption.hidden = true;
    this.drawPlay();
  }

  async wait(ms, alive) {
    const end = performance.now() + ms * this.pace;
    while (performance.now() < end) {
      alive();
      await new Promise((done) => { setTimeout(done, Math.min(120, end - performance.now() + 1)); });
    }
    alive();
  }

  light(seat) {
    document.body.dataset.lit = seat || '';
    for (const s of document.querySelectorAll('.seat')) s.classList.toggle('lit', s.dataset.seat === seat);
  }

  /** The steps of a story: the same as a visitor can do. */
  hands(alive) {
    let step = 0;
    const find = (seat, selector) => document.querySelector(`[data-seat="${seat}"] ${selector}`);
    const hands = {
      wait: (ms) => this.wait(ms, alive),
      say: async (seat, text, ms = 2600) => {
        step += 1;
        this.light(seat);
        this.cast.look(seat);
        this.caption.replaceChildren(h('i', String(step)), text);
        this.caption.hidden = false;
        await this.wait(ms, alive);
      },
      /** Waits until the condition is met. */
      until: async (what, test, ms = 20000) => {
        const end = performance.now() + ms;
        for (;;) {
          alive();
          const found = await test();
          if (found) return found;
          if (performance.now() > end) throw new Error(what);
          await new Promise((done) => { setTimeout(done, 150); });
        }
      },
      /** Moves the clock on to a moment, in steps of a night. */
      pass: async (to) => {
        for (let left = new Date(to) - now(); left > 0; left = new Date(to) - now()) {
          alive();
          if (left > 24 * 3600 * 1000) {
            await order('morning');
            await loadStage();
          } else await forward(Math.ceil(left / 60000));
        }
        await this.wait(900, alive);
      },
      tap: async (seat, selector) => {
        const el = await hands.until(`找不到按钮 ${selector}`, () => find(seat, selector));
        el.scrollIntoView({ block: 'nearest', behavior: 'smooth' });
        await this.wait(350, alive);
        const spot = h('span.finger');
        const box = el.getBoundingClientRect();
        spot.style.cssText = `left:${box.left + box.width / 2}px;top:${box.top + box.height / 2}px`;
        document.body.append(spot);
        setTimeout(() => spot.remove(), 900);
        await this.wait(450, alive);
        find(seat, selector)?.click();
        await this.wait(500, alive);
      },
      /** Presses what is in the client on the telephone. */
      touch: async (seat, selector, words = '') => {
        const shown = () => [...(find(seat, 'iframe')?.contentDocument?.querySelectorAll(selector) ?? [])]
          .find((el) => el.getClientRects().length && el.textContent.includes(words));
        (await hands.until(`小程序里找不到 ${selector}`, shown)).scrollIntoView({ block: 'center' });
        await this.wait(900, alive);
        shown()?.click();
        await this.wait(700, alive);
      },
      type: async (seat, selector, text) => {
        const field = await hands.until(`找不到输入框 ${selector}`, () => find(seat, selector));
        field.value = '';
        for (const sign of text) {
          field.value += sign;
          field.dispatchEvent(new Event('input'));
          await this.wait(70, alive);
        }
        await this.wait(300, alive);
      },
    };
    return hands;
  }
}
