// Steps of handling: 接手, 回复, 提问, 分步, 办结, 退回, 备注.
import { api } from '../../api/client'
import { isOpen } from '../../ui/states'
import { errandOfReport } from '../errand'
import { mediateForm } from '../mediate'
import { ready, templates, type Deed } from './deed'

const take: Deed = {
  name: 'take', title: (r) => (r.state === 'accepted' ? '自行处理' : '接手办理'), icon: 'user',
  main: (r) => r.state === 'assigned',
  run: (r, key) => api.post('/staff/reports/{id}/take', { id: r.id }, undefined, key),
}

const resolve: Deed = {
  name: 'resolve', title: '办结', icon: 'check', main: true,
  form: (r) => ({
    title: '办结', go: '办结', said: '已办结', note: '附处理后的照片，或者写明结果。“已处理”三个字不算结果。',
    fields: [
      {
        kind: 'choice', name: 'outcome', label: '结果', must: true, value: 'solved',
        options: [{ value: 'solved', name: '已解决' }, { value: 'explained', name: '解释说明' }, { value: 'transferred', name: '转外部处理' }],
      },
      { kind: 'photos', name: 'file_ids', label: '处理后的照片' },
      { kind: 'words', name: 'words', label: '怎样办的', rows: 3, ready: ready(['已修好', '已经修好，请您看看。'], ['已清理', '已经清理干净，请您看看。'], ['已劝离', '已经当面劝说，对方同意改正。']) },
    ],
    check: (v) => (v.words.trim() || (v.outcome === 'solved' && v.file_ids.length) ? '' : v.outcome === 'solved' ? '请附照片，或写明结果' : '请写明原因，居民还能找谁'),
    send: (v, key) => api.post('/staff/reports/{id}/resolve', { id: r.id }, { outcome: v.outcome, words: v.words.trim(), file_ids: v.file_ids }, key),
  }),
}

const errand: Deed = { name: 'errand', with: 'resolve', title: '转代办', icon: 'send', form: errandOfReport }

const mediate: Deed = { name: 'mediate', with: 'resolve', title: '转调解', icon: 'people', form: (r) => mediateForm(r.id) }

const step: Deed = {
  name: 'step', title: (r) => `完成“${r.work?.steps[0]}”`, icon: 'flag', main: true,
  form: (r) => ({
    title: `完成“${r.work?.steps[0]}”`, go: '完成这一步', said: '已记下',
    fields: [{ kind: 'photos', name: 'file_ids', label: '照片' }, { kind: 'words', name: 'words', label: '做了什么', rows: 3 }],
    check: (v) => (v.words.trim() || v.file_ids.length ? '' : '请附照片或写一句'),
    send: (v, key) => api.post('/staff/reports/{id}/step', { id: r.id }, { words: v.words.trim(), file_ids: v.file_ids }, key),
  }),
}

const reply: Deed = {
  name: 'reply', title: '回复居民', icon: 'chat', main: (r) => r.state === 'in_hand',
  form: async (r) => ({
    title: '回复居民', go: '发送', said: '已回复',
    fields: [
      { kind: 'words', name: 'words', label: '想说的话', must: true, rows: 4, ready: await templates(r) },
      { kind: 'photos', name: 'file_ids', label: '照片' },
    ],
    send: (v, key) => api.post('/staff/reports/{id}/reply', { id: r.id }, { words: v.words.trim(), file_ids: v.file_ids }, key),
  }),
}

const ask: Deed = {
  name: 'ask', title: '请居民补充', icon: 'bulb',
  form: (r) => ({
    title: '请居民补充', go: '提问', said: '已提问', note: '只问一件事。居民回答前，时限停着不走，最多五天。',
    fields: [{ kind: 'words', name: 'words', label: '问题', must: true, rows: 3, ready: ready(['具体位置', '请问具体在几单元几楼？'], ['什么时候', '请问是从什么时候开始的？'], ['再拍一张', '请您再拍一张清楚一点的照片。']) }],
    send: (v, key) => api.post('/staff/reports/{id}/ask', { id: r.id }, { words: v.words.trim() }, key),
  }),
}

const giveBack: Deed = {
  name: 'return', title: '退回', icon: 'back',
  form: (r) => ({
    title: '退回', go: '退回', bad: true, said: '已退回', note: '退回派单的人。第二次被部门退回的，交网格中心协调。',
    fields: [{ kind: 'words', name: 'words', label: '原因', must: true, rows: 3, ready: ready(['不归我管', '这件事不在我的职责范围。'], ['地点不对', '地点不对，请核实后再派。']) }],
    send: (v, key) => api.post('/staff/reports/{id}/return', { id: r.id }, { words: v.words.trim() }, key),
  }),
}

const note: Deed = {
  name: 'note', title: '内部备注', icon: 'edit', main: (r) => isOpen(r.state) && r.work!.can.every((o) => o === 'reply' || o === 'note'),
  form: (r) => ({
    title: '内部备注', go: '保存', said: '已记下', note: '只有工作人员看得到。',
    fields: [{ kind: 'words', name: 'words', label: '备注', must: true, rows: 4 }, { kind: 'photos', name: 'file_ids', label: '照片' }],
    send: (v, key) => api.post('/staff/reports/{id}/note', { id: r.id }, { words: v.words.trim(), file_ids: v.file_ids }, key),
  }),
}

export const workDeeds = [take, step, resolve, reply, ask, giveBack, errand, mediate, note]
