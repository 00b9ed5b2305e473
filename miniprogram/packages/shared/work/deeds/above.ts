// Steps between a holder and the posts above: 上报, 督办, 延期, 挂账.
import { api } from '../../api/client'
import { instant } from '../../util/time'
import { ready, type Deed } from './deed'

const escalate: Deed = {
  name: 'escalate', title: '上报', icon: 'up',
  form: (r) => ({
    title: '上报上一级', go: '上报', said: '已上报', note: '由上一级统筹，以后退回也退到那一级。',
    fields: [{ kind: 'words', name: 'words', label: '为什么要上级出面', must: true, rows: 3, ready: ready(['权责不清', '责任单位不清，请上级协调。'], ['力量不够', '本级没有力量办理，请上级统筹。']) }],
    send: (v, key) => api.post('/staff/reports/{id}/escalate', { id: r.id }, { words: v.words.trim() }, key),
  }),
}

const supervise: Deed = {
  name: 'supervise', title: '督办', icon: 'bell',
  form: (r) => ({
    title: '督办', go: '督办', said: '已督办',
    fields: [
      { kind: 'words', name: 'words', label: '要他说明什么', must: true, rows: 3, ready: ready(['说明进度', '请说明办到哪一步，什么时候能办好。'], ['说明原因', '请说明为什么超时，怎样补救。']) },
      { kind: 'until', name: 'until', label: '什么时候前回复', must: true, days: [1, 2, 3], most: 30 },
    ],
    send: (v, key) => api.post('/staff/reports/{id}/supervise', { id: r.id }, { words: v.words.trim(), until: v.until }, key),
  }),
}

const account: Deed = {
  name: 'account', title: '督办回复', icon: 'chat', main: true,
  form: (r) => ({
    title: '督办回复', go: '回复', said: '已回复督办',
    fields: [
      { kind: 'words', name: 'words', label: '办到哪一步了', must: true, rows: 4, ready: ready(['正在办', '师傅已在现场，今天内办好。'], ['等配件', '配件已订，到货马上安装。']) },
      { kind: 'photos', name: 'file_ids', label: '照片' },
    ],
    send: (v, key) => api.post('/staff/reports/{id}/account', { id: r.id }, { words: v.words.trim(), file_ids: v.file_ids }, key),
  }),
}

const extend: Deed = {
  name: 'extend', title: '申请延期', icon: 'clock',
  form: (r) => ({
    title: '申请延期', go: '申请', said: '已申请，等上一级批复', note: '最多比原来的期限晚 60 天，由上一级批准。',
    fields: [
      { kind: 'words', name: 'words', label: '为什么办不完', must: true, rows: 3, ready: ready(['等配件', '配件要等到货。'], ['等审批', '施工要等审批。']) },
      { kind: 'until', name: 'until', label: '延到什么时候', must: true, days: [3, 7, 15], most: 60, from: r.whole_due_at ? instant(r.whole_due_at) : undefined },
    ],
    send: (v, key) => api.post('/staff/reports/{id}/extend', { id: r.id }, { words: v.words.trim(), until: v.until }, key),
  }),
}

const suspend: Deed = {
  name: 'suspend', title: '申请挂账', icon: 'pause',
  form: (r) => ({
    title: '申请挂账', go: '申请', said: '已申请，等上一级批复', note: '批准后停止计时，到那天自动恢复。居民会知道原因和日期。',
    fields: [
      { kind: 'words', name: 'words', label: '为什么现在不能办', must: true, rows: 3, ready: ready(['等开春', '天冷无法施工，开春后办理。'], ['等经费', '经费已列入计划，到位后办理。']) },
      { kind: 'until', name: 'until', label: '挂到什么时候', must: true, days: [30, 90, 180], most: 366 },
    ],
    send: (v, key) => api.post('/staff/reports/{id}/suspend', { id: r.id }, { words: v.words.trim(), until: v.until }, key),
  }),
}

const approve: Deed = {
  name: 'approve', title: '批准', icon: 'check', main: true,
  form: (r) => ({
    title: `批准${r.work?.postponement?.kind === 'suspend' ? '挂账' : '延期'}`, go: '批准', said: '已批准',
    fields: [{ kind: 'words', name: 'words', label: '附一句', hint: '可以不写', rows: 2 }],
    send: (v, key) => api.post('/staff/reports/{id}/approve', { id: r.id }, { words: v.words.trim() }, key),
  }),
}

const decline: Deed = {
  name: 'decline', title: '不批准', icon: 'close', main: true, bad: true,
  form: (r) => ({
    title: '不批准', go: '不批准', bad: true, said: '已答复',
    fields: [{ kind: 'words', name: 'words', label: '为什么', must: true, rows: 3 }],
    send: (v, key) => api.post('/staff/reports/{id}/decline', { id: r.id }, { words: v.words.trim() }, key),
  }),
}

const resume: Deed = {
  name: 'resume', title: '恢复办理', icon: 'flag', main: true,
  form: (r) => ({
    title: '恢复办理', go: '恢复', said: '已恢复办理', note: '时限从现在接着走。',
    fields: [{ kind: 'words', name: 'words', label: '附一句', hint: '可以不写', rows: 2 }],
    send: (v, key) => api.post('/staff/reports/{id}/resume', { id: r.id }, { words: v.words.trim() }, key),
  }),
}

export const aboveDeeds = [account, approve, decline, resume, escalate, supervise, extend, suspend]
