// 预约开抢: the minute in which booking opens; forty neighbours want ten places.
import { now } from './wire.js';
import { sayClock } from './util.js';
import { afresh, pickDay } from './ears.js';
import { findSession, rushFor, sayWhen } from './service.js';

const people = 40;

export async function rush(hands, cast) {
  const { say, until, tap, type, pass } = hands;
  const { resident, staff, journey } = cast;
  await Promise.all([resident.phone.choose('JM-02'), staff.phone.choose('YG-02')]);
  const s = await until('没有找到将要开放的理发', () => findSession('理发', (one) => new Date(one.opens_at) > now()));
  await journey.showSession(s);
  await say('journey', `${sayWhen(s.begin_at)} 理发，12 个名额，其中 2 个留给不用手机的老人。还没有开放。`, 3600);
  await afresh(hands, resident);

  await say('journey', '拨快时钟到开放预约的那一分钟。', 1600);
  await pass(s.opens_at);
  await say('resident', `${sayClock(now())}，陈小雨在公众号里打“理发”，再回一个数字。`, 1600);
  await type('resident', '.say', '理发');
  await tap('resident', '.send');
  await pickDay(hands, resident, s.begin_at);
  await until('没有等到回话', () => /约好了|候补|约/.test(resident.chat.said()));
  await journey.refresh();

  await say('journey', `同一秒，${people} 位邻居也来约，每人用自己的微信。`, 1800);
  const came = await rushFor(s.id, people);
  await journey.showSession(s, came);
  await say('journey', `约好 ${came.booked} 位，候补 ${came.waiting} 位，${came.full} 位被告知约满：一个名额只给一个人，一个也没多、没少。`, 6000);

  await staff.turn('sessions');
  await say('staff', '社区的手机上，这一场同时满了；每个人都收到了自己的号或名次。', 4200);
}
