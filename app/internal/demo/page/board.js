// The board in the stairwell (楼栋公示牌), as it opens on a telephone that scanned its code.
import { h, icon, paths, put, toast } from './util.js';
import { api, boardOf, callFromBoard, gesture } from './wire.js';
import { statePill } from './mini.js';

/** Opens the board of a building on a telephone. */
export async function openBoard(phone, person, building, afterwards) {
  const b = await boardOf(building.board);
  const near = h('div.near');
  const said = h('div.said', { hidden: true });
  phone.open('楼栋公示牌',
    h('div.board-head', h('b', building.name), h('a', { href: `/b/${building.board}`, target: '_blank', rel: 'noopener' }, '打开网页')),
    h('div.sos', b.emergency.map((l) => h('span', h('b', l.number), l.name))),
    h('div.keepers', b.stewards.map((k) => h('div', h('b', k.name || k.role_name), h('span', k.name ? k.role_name : ''), k.stands_in && h('span.pill.submitted', '代班'), k.phone && h('a', { href: `tel:${k.phone}` }, k.phone))),
      b.stewards.length === 0 && h('p.hint', '暂时没有红管家，请打便民电话。')),
    callForm(building, said), said,
    h('button.go.plain', { data: { do: 'scan' }, onclick: () => { phone.close(); gesture(person.key, 'scan', { area: building.id }).catch((e) => toast(e.message)).then(afterwards); } }, icon(paths.photo), '到公众号里拍照反映'),
    near);
  await neighbours(person, building, near);
}

function callForm(building, said) {
  const words = h('textarea', { rows: 2, placeholder: '您遇到什么困难？不用登录', 'aria-label': '您遇到什么困难' });
  const tel = h('input.line-in', { type: 'tel', placeholder: '您的电话，只给来帮忙的人看', 'aria-label': '您的电话', value: '19900008888' });
  const go = h('button.go', {
    data: { do: 'call' },
    onclick: async () => {
      go.disabled = true;
      try {
        const a = await callFromBoard(building.board, { words: words.value, phone: tel.value });
        put(said, a.danger && h('b', a.danger), h('span', a.say));
        said.hidden = false;
        words.value = '';
      } catch (err) {
        toast(err.message);
      }
      go.disabled = false;
    },
  }, '请他们来帮忙');
  return h('div.call', h('b.call-head', '有困难找党员'), words, tel, go);
}

/** The neighbours' shared reports about the building. */
async function neighbours(person, building, box) {
  try {
    const { items } = await api(person.key, 'GET', `/buildings/${building.id}/reports`);
    put(box, items.length > 0 && h('b.call-head', '邻居反映过的'), items.map((r) => row(person, r)));
  } catch {
    put(box); // without a login the board leaves them out
  }
}

function row(person, r) {
  const count = h('span.joins', r.joins > 0 ? `${r.joins} 位邻居也遇到了` : '');
  const join = h('button.do.plain', {
    data: { do: 'join' },
    onclick: async () => {
      try {
        const now = await api(person.key, 'POST', `/reports/${r.id}/join`);
        count.textContent = `${now.joins} 位邻居也遇到了，有结果会告诉您`;
        join.remove();
      } catch (err) {
        toast(err.message);
      }
    },
  }, '我也遇到了');
  return h('article.row', { data: { report: r.id } }, h('div.row-top', h('b', r.title), statePill(r)), h('div.row-do', count, !r.mine && join));
}
