// 红管家离岗: one tap, and the substitute is alerted until the steward is back automatically.
import { stage } from './wire.js';
import { openBoard } from './board.js';
import { afresh, ears, report } from './ears.js';

export async function away(hands, cast) {
  const { say, until, tap, pass, wait } = hands;
  const { resident, steward, staff } = cast;
  await Promise.all([resident.phone.choose('JM-03'), steward.phone.choose('HGJ-04'), staff.phone.choose('YG-02')]);
  const { card, mark } = ears(hands, cast);
  const house = stage.places.find((p) => p.name === '阳光花园5号楼');
  const duty = (selector) => until('没有等到值守状态', () => document.querySelector(`[data-seat="steward"] .duty ${selector}`));

  await duty('[data-do]');
  if (document.querySelector('[data-seat="steward"] .duty.away')) await tap('steward', '[data-do="back"]');
  await say('steward', '5号楼的红管家刘志全要去看孙子，一天。他只点一下“离岗”。');
  await tap('steward', '[data-do="away"]');
  await tap('steward', '.over [data-days="1"]');
  await tap('steward', '.over [data-do="go"]');
  await duty('[data-do="back"]');
  await say('steward', '赵淑珍代班，明早八点自动回岗，不用再点一次。', 3000);

  await say('resident', '邻居李春梅扫楼道里的码，公示牌上已经是代班人的名字。', 2000);
  await openBoard(resident.phone, resident.person, house, () => resident.chat.refresh());
  await wait(3600);
  resident.phone.close();

  await steward.phone.choose('HGJ-05');
  const s = mark(steward);
  await say('resident', '她在公众号里反映一件事。', 1600);
  await afresh(hands, resident);
  const number = await report(hands, resident, '单元门的闭门器坏了，门老是关不上', '阳光花园5号楼2单元');

  await say('steward', '响的是赵淑珍的手机，刘志全的不响。', 2000);
  await card(steward, '楼里有事', s);
  await tap('steward', `[data-number="${number}"] [data-do="acknowledge"]`);
  await say('journey', '“红管家已知晓”：经过里写的是实际去的人。', 3000);

  await say('steward', '第二天早上……', 1400);
  await pass(nextEight());
  await steward.phone.choose('HGJ-04');
  await duty('[data-do="away"]');
  await say('steward', '八点一过，刘志全自动回岗；楼里的事又先找他。', 5000);
}

/** A little after eight tomorrow in Beijing. */
function nextEight() {
  const shift = 8 * 3600 * 1000;
  const day = 24 * 3600 * 1000;
  const midnight = Math.floor((new Date(stage.now).getTime() + shift) / day) * day - shift;
  return new Date(midnight + day + shift + 60 * 1000);
}
