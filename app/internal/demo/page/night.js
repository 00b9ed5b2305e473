// 半夜的燃气味: one sentence with its place, and every telephone knows within two seconds. The telephones show the real pages.
import { now } from './wire.js';
import { sayClock } from './util.js';
import { afresh } from './ears.js';

const minute = 60 * 1000;
const words = '11号楼二单元天然气泄漏，味道很大';

export async function night(hands, cast) {
  const { say, until, type, tap, pass, touch } = hands;
  const { resident, steward, staff } = cast;
  await Promise.all([resident.phone.choose('JM-05'), steward.phone.choose('HGJ-09'), staff.phone.choose('YG-02')]);
  resident.phone.client.turn(false);
  for (const seat of [steward, staff]) seat.phone.client.turn(true);

  await say('resident', '夜里十一点，住 11 号楼的吴秀莲闻到很重的燃气味。', 2200);
  await pass(atNight());
  await afresh(hands, resident);
  const before = resident.chat.lines.length;
  const seen = watch({ steward, staff });
  await say('resident', `${sayClock(now())}。她关了灯，走到楼下，只写了一句话。`, 2000);
  await type('resident', '.say', words);
  const began = performance.now();
  await tap('resident', '.send');

  const said = () => resident.chat.lines.slice(before).filter((l) => !l.mine).map((l) => l.text).join('\n');
  await until('没有等到 119', () => said().includes('119'));
  await until('没有等到编号', () => /\d{6}-\d{3}/.test(said()));
  const number = /\d{6}-\d{3}/.exec(said())[0];
  await say('resident', '先告诉她打 119；话已经交给社区，不用再回一个字，按错了回“0”收回。', 3600);

  const took = {};
  for (const [seat, look] of Object.entries(seen)) {
    took[seat] = await until(`${seat} 没有看到紧急`, () => look(number), 40000) - began;
  }
  const slowest = Math.max(...Object.values(took)) / 1000;
  document.body.dataset.night = slowest.toFixed(1);
  await say('steward', `红管家朱凤英的手机响了：“紧急：楼里有事”。最慢的一部手机用了 ${slowest.toFixed(1)} 秒。`, 3600);
  await touch('steward', '.report.card-urgent .btn', '知晓');
  await say('steward', '她点“知晓，我去看”。紧急的事要两个人，单元长、网格员的手机还在响。', 3200);

  await say('staff', '社区陈晓燕的工作台：红色的“紧急事件”在最上面，点开就是这几件。', 2600);
  await touch('staff', '.num-alarm');
  await until('没有打开紧急列表', () => page(staff)?.body.innerText.includes(number));
  await say('staff', '紧急的都排在最前面，红色，写着“紧急”。她马上受理。', 2600);
  await touch('staff', '.report.card-urgent', number);
  await touch('staff', '.deeds-main .btn', '受理');
  await touch('staff', '[role="dialog"] .btn-main', '受理');
  await until('没有等到受理', () => resident.chat.lines.slice(before).some((l) => l.kind === 'template' && l.text.startsWith('紧急：已受理')), 40000);
  await say('resident', '吴秀莲收到：紧急事项已受理，谁在办，什么时候办好。', 3200);
  await say('journey', '一句话，一个数字都不用回：最先知道的是能帮她的人。', 5000);
}

/** The document in the client of a telephone. */
const page = (seat) => seat.phone.client.frame.contentDocument;

/** For each telephone: the moment at which its client shows the urgent report, or its account a card of it; else false. */
function watch(seats) {
  const from = Object.fromEntries(Object.entries(seats).map(([name, seat]) => [name, seat.chat.lines.length]));
  return Object.fromEntries(Object.entries(seats).map(([name, seat]) => [name, (number) => {
    const line = seat.chat.lines.slice(from[name]).find((l) => l.kind === 'template' && l.text.startsWith('紧急') && l.text.includes(number));
    const shown = page(seat)?.querySelector('.card-urgent, .num-alarm');
    return line && shown ? performance.now() : false;
  }]));
}

/** The next 23:11 in Beijing. */
function atNight() {
  const shift = 8 * 60 * minute, day = 24 * 60 * minute;
  const midnight = Math.floor((now().getTime() + shift) / day) * day - shift;
  const moment = midnight + 23 * 60 * minute + 11 * minute;
  return new Date(moment > now().getTime() ? moment : moment + day);
}
