// 楼道里没信号: an officer's telephone has no network; what they do waits on it, and is handed in once when the network is back.
import { api, order } from './wire.js';

const upTo = (n) => 1 + Math.floor(Math.random() * n);

/** A room that nobody has moved into in this demo. */
const room = () => `${6 + upTo(12)}0${upTo(9)}`;

export async function offline(hands, cast) {
  const { say, until, wait } = hands;
  const { steward, staff } = cast;
  await Promise.all([steward.phone.choose('HGJ-04'), staff.phone.choose('YG-21')]);
  await order('network', { person: 'YG-21', on: true });
  const unit = (await api('HGJ-04', 'GET', `/areas/find?words=${encodeURIComponent('阳光花园5号楼1单元')}`)).items[0];
  const number = room();

  await say('steward', '楼里新搬来一户，红管家说了一声。', 2400);
  await api('HGJ-04', 'POST', '/staff/households', { area_id: unit.id, room: number, size: 2 });
  staff.phone.client.show('work/today/index');
  const frame = () => document.querySelector('[data-seat="staff"] iframe').contentDocument;
  await until('“今天”里没有新住户', () => frame()?.body?.textContent.includes(number));
  await say('staff', '网格员宋佳慧的“今天”里多了一件：上门见一见。', 3000);

  await order('network', { person: 'YG-21', on: false });
  await say('staff', '楼道里没有信号。手机断网了，清单还在。', 3000);
  const row = () => [...frame().querySelectorAll('.task')].find((t) => t.textContent.includes(number));
  row().scrollIntoView({ block: 'center' });
  await wait(900);
  [...row().querySelectorAll('.btn')].find((b) => b.textContent.includes('见到了')).click();
  await until('没有等到“等网络”', () => row()?.textContent.includes('等网络'));
  await say('staff', '敲开门见到了人，点“见到了，属实”。写着“等网络”：存在手机里，没有丢。', 4200);

  await order('network', { person: 'YG-21', on: true });
  await say('staff', '下楼，有信号了。手机自己提交，不用再点一次。', 2600);
  await until('没有提交', async () => (await api('YG-21', 'GET', '/work')).items.some((l) => l.deed === '核实住户' && l.place.includes('5号楼')));
  await until('还在等', () => !frame().body.textContent.includes('等网络'));
  document.body.dataset.offline = number;
  await say('staff', '已经交上去了：一件只交一次，也自己写进了“我的工作”。', 4200);
}
