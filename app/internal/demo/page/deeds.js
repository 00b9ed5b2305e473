// The steps of staff on a report, and the form of each.
import { h } from './util.js';
import { choice, isOpen, solvedPhotos, value } from './mini.js';
import { orders } from './orders.js';

// The community's reply templates are for its desk; other staff have two of their own.
const templates = async (get, desk) => (desk ? (await get('GET', '/staff/templates')).items : [
  { name: '上门查看', text: '您好，我马上到现场看一看，看完给您答复。' }, { name: '师傅已出发', text: '您好，师傅已经出发，天黑前修好。' },
]);

const accept = {
  name: 'accept', title: '受理', main: true,
  async asks(r, get) {
    const { items } = await get('GET', '/categories');
    const category = choice('类别', items.map((c) => [c.code, c.name]), r.category);
    const urgent = h('label.check', h('input', { type: 'checkbox', checked: r.urgent }), '紧急，2 小时内办');
    return {
      title: '受理', fields: [category, urgent], go: '受理',
      more: () => ({ category: value(category), urgent: urgent.querySelector('input').checked }),
    };
  },
};

const refuse = {
  name: 'refuse', title: '不予受理',
  asks: () => ({
    title: '不予受理', words: '请写明原因，会告诉反映人', go: '确定',
    ready: [{ name: '不归社区管', text: '这件事不在社区的受理范围，请拨打 12345 反映。' }],
  }),
};

const assign = {
  name: 'assign', title: '交办', main: true,
  async asks(r, get) {
    const { items } = await get('GET', `/staff/reports/${r.id}/holders`);
    const to = choice('交给谁', items.map((x, i) => [String(i), x.name]), String(Math.max(0, items.findIndex((x) => x.role === 'grid_officer' && x.kind === 'person'))));
    return {
      title: '交办', fields: [to], words: '交代一句（可不写）', go: '交办',
      more: () => {
        const { name, ...holder } = items[Number(value(to))];
        return { to: holder };
      },
    };
  },
};

const take = { name: 'take', title: '接单', main: true };
const self = { name: 'take', title: '自行处理' };

const reply = {
  name: 'reply', title: '回复居民', main: true,
  asks: async (r, get, desk) => ({ title: '回复居民', words: '想对反映人说的话', ready: await templates(get, desk), go: '发送' }),
};

const ask = { name: 'ask', title: '提问', asks: () => ({ title: '请居民补充', words: '只问一件事，居民在聊天里回答', go: '发送' }) };

const resolve = {
  name: 'resolve', title: '办结', main: true,
  asks() {
    const outcome = choice('结果', [['solved', '已解决'], ['explained', '已解释说明'], ['transferred', '已转办其他单位']], 'solved');
    return {
      title: '办结', fields: [outcome], words: '怎样办好的？', photos: solvedPhotos(), go: '办结', more: () => ({ outcome: value(outcome) }),
      ready: [{ name: '已修好', text: '已经修好，请您看看。' }, { name: '已清理', text: '已经清理干净。' }],
    };
  },
};

const giveBack = { name: 'return', title: '退回', asks: () => ({ title: '退回', words: '为什么退回？', go: '退回' }) };
const note = { name: 'note', title: '内部备注', asks: () => ({ title: '内部备注', words: '只有工作人员看得到', go: '保存' }) };

/** The steps of handling. */
function steps(r, desk) {
  switch (r.state) {
    case 'submitted': return desk ? [accept, refuse, note] : [note];
    case 'accepted': return desk ? [assign, self, ask, note] : [note];
    case 'assigned': return desk ? [take, { ...assign, title: '改派', main: false }, giveBack, note] : [take, giveBack, note];
    case 'in_hand': return [reply, resolve, ask, giveBack, note];
    case 'resolved': case 'closed': return [reply, note];
    default: return [];
  }
}

/** The steps that are possible now, the most urgent first. The service decides in the end; its refusal is shown. */
export function actions(r, desk, rank) {
  const more = orders(r, desk, rank);
  const work = isOpen(r) && r.paused_until && !r.question ? [note] : steps(r, desk);
  return [...more.filter((a) => a.main), ...work, ...more.filter((a) => !a.main)];
}
