// 候补到号: a resident cancels, and the place is offered along the waitlist until one of them accepts it.
import { api, now } from './wire.js';
import { afresh, ears, pickDay } from './ears.js';
import { boardOfSession, findSession, rushFor, sayWhen } from './service.js';

const minute = 60 * 1000;
const [gives, takes, silent, last, also] = ['JM-03', 'JM-07', 'JM-08', 'JM-02', 'JM-06'];
const names = { [gives]: '李春梅', [takes]: '郑玉琴', [silent]: '孙浩然', [last]: '陈小雨', [also]: '徐小磊' };

/** A session of haircuts with a free place, in which the people of this story have no booking. */
async function fresh(hands) {
  const usable = async (s) => {
    if (s.free === 0 || s.waiting > 0 || new Date(s.begin_at) - now() < 4 * 60 * minute) return false;
    const b = await boardOfSession(s.id);
    return !b.seated.some((g) => Object.values(names).includes(g.name));
  };
  for (let tries = 0; tries < 4; tries++) {
    const open = [];
    await findSession('理发', (s) => { if (new Date(s.opens_at) <= now()) open.push(s); return false; });
    for (const s of open) if (await usable(s)) return s;
    const next = await findSession('理发', (s) => new Date(s.opens_at) > now());
    if (next) await hands.pass(next.opens_at);
  }
  throw new Error('没有合适的场次');
}

export async function queue(hands, cast) {
  const { say, until, tap, type, pass } = hands;
  const { resident, staff, journey } = cast;
  const { heard, card, mark } = ears(hands, cast);
  const send = async (words) => {
    await type('resident', '.say', words);
    await tap('resident', '.send');
  };
  await Promise.all([resident.phone.choose(gives), staff.phone.choose('YG-02')]);
  const s = await fresh(hands);
  await journey.showSession(s);
  const book = (key) => api(key, 'POST', '/bookings', { session_id: s.id });

  await say('resident', `${names[gives]}约了${sayWhen(s.begin_at)}的理发。`, 1800);
  await afresh(hands, resident);
  await send('理发');
  await pickDay(hands, resident, s.begin_at);
  await heard('约好了');
  const other = await book(also);
  const { session } = await boardOfSession(s.id);
  if (session.free > 0) await rushFor(s.id, session.free);
  for (const key of [takes, silent, last]) await book(key);
  await journey.refresh();
  await say('journey', `其余的名额也约完了。${names[takes]}、${names[silent]}、${names[last]}依次候补。`, 3600);

  await say('resident', `${names[gives]}来不了，回一句“取消预约”。`, 1600);
  await send('取消预约');
  await until('没有等到回话', () => /已取消|要取消哪一个/.test(resident.chat.said()));
  if (resident.chat.said().includes('要取消哪一个')) await pickDay(hands, resident, s.begin_at);
  await heard('已取消');
  await journey.refresh();
  await resident.phone.choose(takes);
  await card(resident, '轮到您了', 0);
  await say('resident', `名额马上给了候补第一位${names[takes]}，为她留 30 分钟。她回一个“要”。`, 3200);
  await send('要');
  await heard('约好了');
  await journey.refresh();
  await say('journey', '候补成了预约，别人谁也插不进来。', 3000);

  await api(also, 'POST', `/bookings/${other.id}/cancel`, {});
  await resident.phone.choose(silent);
  let m = 0;
  await card(resident, '轮到您了', m);
  await journey.refresh();
  await say('resident', `又有人取消。这次轮到${names[silent]}，可他没有看手机。`, 3200);
  m = mark(resident);
  await say('journey', '拨快时钟 31 分钟。', 1400);
  await pass(now().getTime() + 31 * minute);
  await card(resident, '名额没有保留住', m);
  await say('resident', '没有答复，名额给了后面的人；他还在候补里。', 3000);
  await resident.phone.choose(last);
  await card(resident, '轮到您了', 0);
  await send('要');
  await heard('约好了');
  await journey.refresh();
  await say('journey', `${names[last]}约上了。空出来的名额，一个也没有浪费。`, 5000);
}
