// What the stories wait for, and how they begin.
import { sayWhen } from './service.js';

export function ears({ until }, { resident, staff }) {
  return {
    /** The last line of the account in the resident's chat. */
    heard: (words) => until(`没有等到“${words}”`, () => resident.chat.said().includes(words)),
    /** A card that came after a line; several at once are merged into one. */
    card: (actor, title, after) => until(`没有等到“${title}”`, () => actor.chat.lines.slice(after).some(
      (l) => l.kind === 'template' && (l.text.startsWith(title) || l.text.startsWith('您有新消息'))), 40000),
    mark: (actor) => actor.chat.lines.length,
    /** A card about one report, whenever it came. */
    told: (number) => until('没有等到通知', () => staff.chat.lines.some(
      (l) => l.kind === 'template' && (l.text.includes(number) || l.text.startsWith('您有新消息'))), 40000),
  };
}

/** The resident follows the account and has no draft open. */
export async function afresh({ tap }, resident) {
  if (resident.chat.following === false) await tap('resident', '.follow');
  if (/回复 1 提交|什么地方|哪一处|上面的数字|您现在在|可以预约|几点来|为谁预约|哪个社区/.test(resident.chat.said())) await resident.say('0');
}

/** Replies with the number of the line that names a day. */
export async function pickDay({ until, type, tap }, resident, at) {
  const day = sayWhen(at).split(' ').slice(0, 2).join(' ');
  const found = await until('列表里没有这一场', () => resident.chat.said().split('\n').find((l) => /^\d /.test(l) && l.includes(day)));
  await type('resident', '.say', found[0]);
  await tap('resident', '.send');
  await until('没有等到回话', () => !resident.chat.said().includes(found));
}

/** Submits a report in the chat: the text, then the place. Returns its number. */
export async function report({ until, wait, type, tap }, resident, what, where) {
  const before = resident.chat.lines.length;
  const said = () => (resident.chat.lines.length > before + 1 ? resident.chat.said() : '');
  const send = async (words) => {
    await type('resident', '.say', words);
    await tap('resident', '.send');
  };
  await send(what);
  await until('没有等到回话', () => /什么地方|哪一处|回复 1 提交/.test(said()));
  if (!said().includes('什么地方')) {
    await resident.say('改地点');
    await until('没有问在什么地方', () => said().includes('什么地方'));
  }
  await send(where);
  await until('没有等到草稿', () => said().includes('回复 1 提交'));
  await wait(900);
  await send('1');
  await until('没有等到编号', () => said().includes('已收到，编号'));
  return /编号 (\d{6}-\d+)/.exec(resident.chat.said())[1];
}
