// Steps between a holder and the posts above: escalate, supervise, extend, merge, split, ask.
import { h, sayTime } from './util.js';
import { now } from './wire.js';
import { choice, isOpen, solvedPhotos, value } from './mini.js';

const day = 24 * 3600 * 1000;

/** A choice of days; the service expects a moment. */
function until(label, days, from = now()) {
  const field = choice(label, days.map((n) => [String(n), `${n} 天（到 ${sayTime(new Date(from.getTime() + n * day), now())}）`]), String(days[0]));
  return { field, at: () => new Date(from.getTime() + Number(value(field)) * day).toISOString() };
}

const escalate = {
  name: 'escalate', title: '上报',
  asks: () => ({ title: '上报上一级', words: '为什么要上级出面？', go: '上报', ready: [{ name: '权责不清', text: '责任单位不清，请上级协调。' }] }),
};

const supervise = {
  name: 'supervise', title: '督办',
  asks() {
    const { field, at } = until('回复期限', [1, 2, 3]);
    return { title: '督办', fields: [field], words: '要他说明什么？', go: '督办', more: () => ({ until: at() }), ready: [{ name: '说明进度', text: '请说明办到哪一步，什么时候能办好。' }] };
  },
};

const account = {
  name: 'account', title: '督办回复', main: true,
  asks: () => ({ title: '回复督办', words: '办到哪一步了？', go: '回复', ready: [{ name: '正在办', text: '师傅已在现场，今天内办好。' }] }),
};

const extend = {
  name: 'extend', title: '申请延期',
  asks(r) {
    const { field, at } = until('延长', [3, 7, 15], new Date(Math.max(new Date(r.whole_due_at), now())));
    return { title: '申请延期', fields: [field], words: '为什么办不完？', go: '申请', more: () => ({ until: at() }), ready: [{ name: '等配件', text: '配件要等到货。' }] };
  },
};

const suspend = {
  name: 'suspend', title: '申请挂账',
  asks() {
    const { field, at } = until('挂账', [30, 90, 180]);
    return { title: '申请挂账', fields: [field], words: '为什么现在不能办？', go: '申请', more: () => ({ until: at() }), ready: [{ name: '等开春', text: '天冷无法施工，开春后办理。' }] };
  },
};

const approve = { name: 'approve', title: '批准', main: true, asks: () => ({ title: '批准', words: '附一句（可不写）', go: '批准' }) };
const decline = { name: 'decline', title: '不批准', main: true, asks: () => ({ title: '不批准', words: '为什么不批准？', go: '不批准' }) };
const resume = { name: 'resume', title: '恢复办理', main: true, asks: () => ({ title: '恢复办理', words: '附一句（可不写）', go: '恢复' }) };

const merge = {
  name: 'merge', title: '并案',
  async asks(r, get) {
    const { items } = await get('GET', `/staff/reports/${r.id}/similar`);
    if (!items.length) throw new Error('附近没有相像的事件');
    const into = choice('并入', items.map((o) => [o.id, `${o.number} ${o.title}`]), items[0].id);
    return { title: '并案', fields: [h('p.hint', '反映人各自保留，结果一起告诉他们。'), into], words: '附一句（可不写）', go: '并案', more: () => ({ into_id: value(into) }) };
  },
};

const unmerge = { name: 'unmerge', title: '取消并案', asks: () => ({ title: '取消并案', words: '附一句（可不写）', go: '取消并案' }) };

const split = {
  name: 'split', title: '分办',
  async asks(r, get) {
    const { items } = await get('GET', `/staff/reports/${r.id}/holders`);
    const parts = [0, 1].map((n) => {
      const to = choice(`第 ${n + 1} 项交给`, items.map((x, i) => [String(i), x.name]), String(Math.min(n, items.length - 1)));
      const words = h('input.line-in', { placeholder: `第 ${n + 1} 项做什么？`, 'aria-label': `第 ${n + 1} 项做什么` });
      return { to, words };
    });
    return {
      title: '分办：两家同时办', fields: parts.map((p) => [p.words, p.to]), go: '分办',
      more: () => ({
        parts: parts.map((p) => {
          const { kind, person_id, role, area_id, org_id } = items[Number(value(p.to))];
          return { words: p.words.value.trim(), to: { kind, person_id, role, area_id, org_id } };
        }),
      }),
    };
  },
};

const followUp = {
  name: 'follow-up', title: '回访', main: true,
  asks() {
    const again = h('label.check', h('input', { type: 'checkbox' }), '没有解决，重新办理');
    return {
      title: '回访反映人', fields: [again], words: '反映人怎么说？', go: '记下', more: () => ({ again: again.querySelector('input').checked }),
      ready: [{ name: '满意', text: '电话回访，问题已解决，表示满意。' }],
    };
  },
};

const finishStep = {
  name: 'step', main: true,
  asks: (r) => ({ title: `${r.work.steps[0]}完成`, words: '做了什么？', photos: solvedPhotos(), go: '完成' }),
};

/** The steps that are possible. rank is the person's rung of the ladder (rankOf). */
export function orders(r, desk, rank) {
  const w = r.work;
  if (!w) return [];
  if (r.state === 'merged') return desk ? [unmerge] : [];
  if (!isOpen(r)) return w.follow_up === 'due' && rank > 0 ? [followUp] : [];
  const rests = r.paused_until && !r.question;
  const works = ['accepted', 'in_hand'].includes(r.state);
  const asked = Boolean(w.postponement);
  return [
    w.supervision && account,
    asked && rank > 3 && approve, asked && rank > 3 && decline,
    rests && resume,
    r.state === 'in_hand' && !rests && w.steps.length > 0 && { ...finishStep, title: `完成“${w.steps[0]}”` },
    r.state !== 'submitted' && rank < 6 && escalate,
    !w.supervision && rank > 3 && supervise,
    works && !asked && !r.paused_until && extend, works && !asked && !r.paused_until && suspend,
    desk && w.followers === 0 && merge,
    desk && r.state !== 'submitted' && !w.parent_id && !rests && split,
  ].filter(Boolean);
}

const ranks = { 网格员: 2, 网格长: 3, 社区工作人员: 3, 社区书记: 4, 街道工作人员: 5, 网格中心: 6 };

/** 0 for staff of an org and for the operator. */
export const rankOf = (title) => ranks[title] || 0;
