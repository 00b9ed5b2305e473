// The resident's phone: only the chat with the official account. Each message goes through the simulated WeChat to the
// service's callback, signed and encrypted.
import { h, icon, paths, toast } from './util.js';
import { gesture, sendPicture, stage } from './wire.js';
import { Chat } from './chat.js';
import { Phone, bar, photoChoice } from './phone.js';
import { byCommunity, communityMap } from './map.js';
import { openBoard } from './board.js';

const spoken = ['路灯坏了三天，晚上看不清路', '三楼楼道里堆满了纸箱，走不过去', '楼上漏水，把我家厨房泡了'];

/** Suggestions for the next message. */
function suggestions(said) {
  if (said.includes('回复 1 提交')) return ['1', '改地点', '0'];
  if (said.includes('1 满意')) return ['1 满意', '2 没解决'];
  const choices = [...said.matchAll(/^(\d) .+$/gm)].map((m) => m[1]);
  if (choices.length) return choices;
  if (said.includes('什么地方') || said.includes('没找到这个地方')) return ['阳光花园5号楼2单元', '5号楼', '老粮站楼'];
  if (said.includes('想请问您')) return ['周三下午都在家'];
  if (said.startsWith('轮到您了')) return ['要', '不要'];
  if (said.includes('约好了')) return ['我的预约', '取消预约'];
  return ['预约', '进展', '路灯不亮了', '催办'];
}

export class Resident {
  constructor(seat, { onOpen, onTold }) {
    this.onTold = onTold;
    this.phone = new Phone(seat, {
      part: 'resident', label: '居民', accent: '#07a35a', onChoose: (p) => this.show(p),
    });
    this.list = h('div.chat');
    this.chat = new Chat(this.list, { onOpen: (number, line) => { onOpen(number, this.person); this.phone.client.show(line.page); }, onLines: (c, lines, first) => this.heard(lines, first) });
    this.chips = h('div.chips');
    this.foot = h('div.foot');
    this.phone.screen.append(bar('安平邻里'), this.list, this.chips, this.foot);
    this.mode = 'type';
    this.drawFoot();
  }

  get person() { return this.phone.person; }

  async show(person) {
    this.field.value = '';
    this.drawFoot();
    await this.chat.show(person);
  }

  heard(lines, first) {
    const last = [...this.chat.lines].reverse().find((l) => !l.mine && ['text', 'template'].includes(l.kind));
    const words = last?.kind === 'template' && last.text.startsWith('已办结') ? '1 满意' : last?.text || '';
    this.chips.replaceChildren(...suggestions(words).map((s) => h('button.chip', { onclick: () => this.say(s) }, s)));
    const number = lines.map((l) => /(?:已收到|已报给.*)，编号 (\d{6}-\d+)/.exec(l.text)?.[1]).filter(Boolean).pop();
    if (number && !first) this.onTold(number, this.person);
    if (!this.chat.following !== this.asksToFollow) this.drawFoot();
  }

  /** Runs a gesture; a refusal of the platform is shown. */
  async does(name, body) {
    try {
      await gesture(this.person.key, name, body);
    } catch (err) {
      toast(err.message);
    }
    await this.chat.refresh();
  }

  async say(text) {
    if (!text.trim()) return;
    this.field.value = '';
    this.typed();
    await this.does('text', { text });
  }

  typed() { this.foot.querySelector('.send')?.classList.toggle('ready', this.field.value.trim() !== ''); }

  drawFoot() {
    this.field ||= h('input.say', {
      'aria-label': '发消息', enterKeyHint: 'send', autocomplete: 'off', oninput: () => this.typed(),
      onkeydown: (e) => { if (e.key === 'Enter' && !e.isComposing) this.say(this.field.value); },
    });
    this.asksToFollow = this.chat.following === false;
    if (this.asksToFollow) {
      this.foot.replaceChildren(h('button.follow', { onclick: () => this.does('follow') }, '关注公众号'));
      return;
    }
    const swap = h('button.tool', { 'aria-label': this.mode === 'menu' ? '键盘' : '菜单', onclick: () => this.swap() },
      icon(this.mode === 'menu' ? paths.keyboard : paths.menu));
    const input = this.mode === 'menu'
      ? this.keys(stage.menu.button)
      : h('div.typing', this.field, h('button.send', { onclick: () => this.say(this.field.value) }, '发送'));
    const act = (name, path, label, onclick) => h('button.act', { onclick, data: { act: name } }, h('i', icon(path)), h('span', label));
    this.foot.replaceChildren(h('div.input', swap, input), h('div.acts',
      act('photo', paths.photo, '照片', () => this.choosePhoto()),
      act('voice', paths.mic, '语音', () => this.speak()),
      act('place', paths.pin, '位置', () => this.choosePlace()),
      act('scan', paths.scan, '扫楼道码', () => this.chooseBoard())));
  }

  /** The buttons of the menu; one with entries of its own opens them. */
  keys(buttons) {
    const row = h('div.keys', buttons.map((b) => h('button.key', {
      data: { key: b.key || b.name },
      onclick: () => {
        if (b.sub_button) row.replaceWith(this.keys(b.sub_button));
        else if (b.type === 'view') this.phone.client.turn(true);
        else this.does('menu', { key: b.key });
      },
    }, b.sub_button ? `${b.name} ☰` : b.name)));
    return row;
  }

  swap() {
    this.mode = this.mode === 'menu' ? 'type' : 'menu';
    this.drawFoot();
  }

  choosePhoto() {
    const problems = stage.photos.filter((p) => p.solved);
    this.phone.open('发一张照片', photoChoice(problems, async (photo, name) => {
      this.phone.close();
      if (name) {
        await this.does('photo', { sample: name });
        return;
      }
      try {
        await sendPicture(this.person.key, photo);
      } catch (err) {
        toast(err.message);
      }
      await this.chat.refresh();
    }));
  }

  speak() {
    const words = h('textarea', { rows: 2, value: spoken[0], 'aria-label': '说的话' });
    this.phone.open('按住说话', h('p.hint', '这里用文字代替声音；微信的语音识别会把它一并发给服务。清空文字，就是微信没有听清。'), words,
      h('div.chips.inside', [...spoken, ''].map((s) => h('button.chip', { onclick: () => { words.value = s; } }, s || '（没有听清）'))),
      h('button.go', { data: { do: 'voice' }, onclick: () => { this.phone.close(); this.does('voice', { text: words.value.trim() }); } }, icon(paths.mic), '松开发送'));
  }

  choosePlace() {
    let spot = null;
    const label = h('p.hint', '在地图上点一下');
    const go = h('button.go', { disabled: true, onclick: () => { this.phone.close(); this.does('location', spot); } }, '发送位置');
    this.phone.open('发送位置', byCommunity(this.community(), (name) => communityMap(name, (lat, lng, text) => {
      spot = { lat, lng, text };
      label.textContent = text;
      go.disabled = false;
    })), label, go);
  }

  chooseBoard() {
    const draw = (name) => h('div.boards', stage.places.filter((p) => p.kind === 'building' && p.community === name)
      .map((b) => h('button.board', { onclick: () => this.scan(b), data: { board: b.name } },
        icon('<path d="M4 4h6v6H4zM14 4h6v6h-6zM4 14h6v6H4zM14 14h2.5v2.5H14zM17.5 17.5H20V20h-2.5zM17.5 14H20M14 20h2"/>'), b.name)));
    this.phone.open('扫楼道公示牌', byCommunity(this.community(), draw));
  }

  /** The code on the board opens its page, which leads on to the chat. */
  async scan(building) {
    try {
      await openBoard(this.phone, this.person, building, () => this.chat.refresh());
    } catch (err) {
      toast(err.message);
    }
  }

  community() {
    const home = stage.places.find((p) => p.kind === 'building' && this.person.place.startsWith(p.name));
    return home?.community || this.person.group;
  }
}
