// 从头演示: the whole life of a report with a photo. The director plays all people; what they press is real.

import { afresh, ears } from './ears.js';

export async function story(hands, cast) {
  const { say, wait, until, tap, type } = hands;
  const { resident, steward, staff } = cast;
  await Promise.all([resident.phone.choose('wang'), steward.phone.choose('HGJ-04'), staff.phone.choose('YG-02')]);
  const { heard, card, mark } = ears(hands, cast);

  await say('resident', '王奶奶楼下的路灯坏了。她打开“安平邻里”公众号，不用下载，也不用登录。');
  await afresh(hands, resident);
  let [r, s, w] = [mark(resident), mark(steward), mark(staff)];
  await say('resident', '拍一张照片，直接发过去。', 1400);
  await tap('resident', '[data-act="photo"]');
  await tap('resident', '[data-photo="lamp"]');
  await until('没有等到回话', () => /什么地方|回复 1 提交/.test(resident.chat.said()) && resident.chat.lines.length > r + 1);
  if (!resident.chat.said().includes('什么地方')) await resident.say('改地点'); // a place was left from an earlier run
  await heard('什么地方');

  await say('resident', '服务只问一句：在什么地方？她像跟人说话一样回答。', 1800);
  await type('resident', '.say', '阳光花园5号楼2单元');
  await tap('resident', '.send');
  await heard('回复 1 提交');

  await say('resident', '再用语音补一句，微信会把它转成文字。', 1800);
  await tap('resident', '[data-act="voice"]');
  await tap('resident', '[data-do="voice"]');
  await heard('路灯坏了三天');
  await wait(900);
  await type('resident', '.say', '1');
  await tap('resident', '.send');
  await heard('已收到，编号');
  const number = /编号 (\d{6}-\d+)/.exec(resident.chat.said())[1];

  await say('steward', '同一时刻，5号楼的红管家刘志全收到微信：楼里有事。');
  await card(steward, '楼里有事', s);
  await tap('steward', `[data-number="${number}"] [data-do="acknowledge"]`);
  await say('steward', '他下楼看了一眼，把情况补充上去。', 1800);
  await tap('steward', `[data-number="${number}"] [data-do="look"]`);
  await type('steward', 'textarea', '灯头进水了，先别碰灯杆，我已提醒邻居。');
  await tap('steward', '[data-do="go"]');

  await say('staff', '社区的陈晓燕也收到了。两小时内要受理，她马上处理。');
  await card(staff, '新的随手拍', w);
  await tap('staff', '.lists [data-list="unaccepted"]');
  await tap('staff', `.items [data-number="${number}"] .row-main`);
  await tap('staff', '.deeds [data-do="accept"]');
  await tap('staff', '.over [data-do="go"]');
  await say('staff', '交办给第一网格的网格员宋佳慧。', 1800);
  await tap('staff', '.deeds [data-do="assign"]');
  await type('staff', '.over textarea', '请带师傅一起去，注意断电。');
  await tap('staff', '.over [data-do="go"]');

  await say('resident', '每走一步，王奶奶的微信都知道：谁在负责、什么时候办好。');
  await card(resident, '已受理', r);
  r = mark(resident);

  await say('staff', '现在看宋佳慧的手机：交办到了，她接单。', 1800);
  await staff.phone.choose('YG-21');
  await until('没有等到“交办给您”', () => staff.chat.lines.some((l) => l.kind === 'template' && l.text.includes(number)), 40000);
  await tap('staff', '.lists [data-list="mine"]');
  await tap('staff', `.items [data-number="${number}"] .row-main`);
  await tap('staff', '.deeds [data-do="take"]');
  await say('staff', '先回一句，让老人放心；常用的话已经备好。', 1600);
  await tap('staff', '.deeds [data-do="reply"]');
  await tap('staff', '.over [data-ready="师傅已出发"]');
  await tap('staff', '.over [data-do="go"]');
  await say('resident', '回复直接到了她的聊天里。', 2000);
  await card(resident, '工作人员回复', r);

  await say('staff', '灯修好了。办结要有照片，或者写明原因。', 1800);
  await tap('staff', '.deeds [data-do="resolve"]');
  await tap('staff', '.over [data-photo="lamp-fixed"]');
  await type('staff', '.over textarea', '换了新灯头，试过了，亮了。');
  await tap('staff', '.over [data-do="go"]');

  await say('resident', '王奶奶收到结果。办得好不好，由她说。');
  await card(resident, '已办结', r);
  await wait(900);
  await type('resident', '.say', '1 满意');
  await tap('resident', '.send');
  await heard('谢谢您的评价');
  await say('journey', '从一张照片到一句“满意”：每一步都有时间、有人、有结果。', 5000);
}
