// 超时上报: a report that nobody accepts is escalated step by step until it is accepted.
import { api, now } from './wire.js';
import { sayClock } from './util.js';
import { afresh, ears, report } from './ears.js';

const minute = 60 * 1000;

/** The clerk handles everything else first, so that this report is the only late one. */
async function others(number) {
  const { items } = await api('YG-02', 'GET', '/staff/reports?list=unaccepted');
  for (const r of items) if (r.number !== number) await api('YG-02', 'POST', `/staff/reports/${r.id}/accept`, { category: r.category });
}

export async function late(hands, cast) {
  const { say, until, tap, type, pass } = hands;
  const { resident, steward, staff, journey } = cast;
  await Promise.all([resident.phone.choose('wang'), steward.phone.choose('HGJ-04'), staff.phone.choose('YG-02')]);
  const { heard, card, mark, told } = ears(hands, cast);
  const shows = (what, test) => until(`没有等到：${what}`, async () => {
    await journey.refresh();
    return test(journey.report);
  }, 40000);
  const open = async (number, list = 'waiting') => {
    await tap('staff', `.lists [data-list="${list}"]`);
    await tap('staff', `.items [data-number="${number}"] .row-main`);
  };

  await say('resident', '王奶奶反映楼道灯坏了。这一次，社区里没有人顾得上。');
  await afresh(hands, resident);
  const number = await report(hands, resident, '楼道里的灯坏了，晚上看不见台阶', '阳光花园5号楼2单元');
  await until('没有等到经过', () => journey.report?.number === number);
  await others(number);
  await say('journey', '两个工作小时内要受理。绿灯，时间从现在算起。', 3200);

  await say('journey', '拨快时钟：离期限还有十分钟。灯变黄，社区先收到一次提醒。', 2200);
  await pass(new Date(journey.report.due_at) - 10 * minute);
  await shows('黄灯', (r) => r.light === 'yellow');
  await told(number);
  await say('staff', '陈晓燕的手机：“即将到期”。她还是没有看见。', 3200);

  let w = mark(resident);
  await staff.phone.choose('YG-01');
  let s = mark(staff);
  await say('journey', '期限过了。不用谁去告状，系统请上一级督促：社区书记周秀兰。', 2400);
  await pass(new Date(journey.report.due_at).getTime() + minute);
  await shows('请社区书记督促', (r) => r.light === 'red' && r.asked.includes('书记'));
  await card(staff, '请您督促', s);
  await staff.refresh();
  await open(number);
  await say('staff', '书记的手机：“请您督促”。事情在她的“等我处理”里：红灯、两个期限、谁在督促。', 4200);
  await card(resident, '正在督促', w);
  await type('resident', '.say', '进展');
  await tap('resident', '.send');
  await heard('督促');
  await say('resident', '王奶奶问“进展”，得到的是实话：已经超时，正请谁督促，什么时候前落实。', 4800);

  await staff.phone.choose('CG-01');
  s = mark(staff);
  await say('journey', '书记也没有回音。再过四个工作小时，轮到街道。', 2400);
  await pass(new Date(journey.report.asked_due_at).getTime() + minute);
  await shows('请街道督促', (r) => r.asked.includes('街道'));
  await card(staff, '请您督促', s);
  await staff.refresh();
  await open(number);
  await say('staff', `${sayClock(now())}，城关街道郭卫平也收到了。每一级都写在经过里，谁也抹不掉。`, 4200);

  await staff.phone.choose('YG-01');
  await say('staff', '街道一个电话，周秀兰马上受理，交办给网格员宋佳慧。', 2200);
  await open(number, 'unaccepted');
  await tap('staff', '.deeds [data-do="accept"]');
  await tap('staff', '.over [data-do="go"]');
  await shows('督促结束', (r) => r.state === 'accepted' && !r.asked);
  await tap('staff', '.deeds [data-do="assign"]');
  await tap('staff', '.over [data-do="go"]');
  w = mark(resident);
  await say('journey', '有人接了，督促就停；灯又绿了，全程的期限照旧。', 3600);

  await staff.phone.choose('YG-21');
  await told(number);
  await open(number);
  await tap('staff', '.deeds [data-do="take"]');
  await tap('staff', '.deeds [data-do="resolve"]');
  await tap('staff', '.over [data-photo="lamp-fixed"]');
  await type('staff', '.over textarea', '换了声控灯，三层到五层都试过了。');
  await tap('staff', '.over [data-do="go"]');
  await card(resident, '已办结', w);
  await type('resident', '.say', '1 满意');
  await tap('resident', '.send');
  await heard('谢谢您的评价');
  await say('journey', '从绿到黄到红，一级一级，最后有人办好：全过程都在这里。', 5000);
}
