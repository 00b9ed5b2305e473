// Steps beside and after handling: 吹哨, 回访, 下评上.
import { api } from '../../api/client'
import { blowForm } from '../whistle'
import { ready, type Deed } from './deed'

const whistle: Deed = {
  name: 'whistle', title: '吹哨', icon: 'whistle',
  form: (r) => blowForm({ area_id: r.area_id, name: r.title, report_id: r.id, place: r.place, words: r.text },
    (made) => { void uni.navigateTo({ url: `/report/whistle/index?id=${made}` }) }),
}

const followUp: Deed = {
  name: 'follow-up', title: '回访', icon: 'phone', main: true,
  form: (r) => ({
    title: '回访', go: '记下', said: '已记下', note: '打个电话问一问，写下反映人怎么说。',
    fields: [
      { kind: 'words', name: 'words', label: '反映人怎么说', must: true, rows: 3, ready: ready(['满意', '电话回访，问题已解决，表示满意。'], ['没解决', '电话回访，问题还没有解决。'], ['没接', '电话回访，没有接听。']) },
      { kind: 'check', name: 'again', label: '没有解决，重新办理' },
    ],
    send: (v, key) => api.post('/staff/reports/{id}/follow-up', { id: r.id }, { words: v.words.trim(), again: v.again }, key),
  }),
}

const marks = [5, 4, 3, 2, 1].map((n) => ({ value: String(n), name: `${n} 分` }))

const appraise: Deed = {
  name: 'appraise', title: '评部门', icon: 'star',
  form: async (r) => {
    const [{ items }, { items: whistles }] = await Promise.all([
      api.get('/staff/reports/{id}/holders', { id: r.id }), api.get('/staff/whistles', { list: 'all', report_id: r.id }),
    ])
    const called = whistles.flatMap((w) => w.musters.map((m) => ({ value: m.org_id, name: m.org_name })))
    const orgs = items.filter((c) => c.kind === 'org').map((c) => ({ value: c.org_id, name: c.name }))
    const likely = [...called, ...orgs.filter((o) => o.name === r.holder)]
    const options = [...new Map([...likely, ...orgs].map((o) => [o.value, o])).values()]
    return {
      title: '下评上：评部门', go: '评价', said: '已评价', note: '部门办过的，或吹哨叫过的，可以评一次；评了不能改。',
      fields: [
        { kind: 'choice', name: 'org', label: '哪个单位', must: true, options, value: likely[0]?.value ?? '' },
        { kind: 'choice', name: 'efficiency', label: '工作效率', must: true, options: marks },
        { kind: 'choice', name: 'result', label: '处置结果', must: true, options: marks },
        { kind: 'choice', name: 'attitude', label: '服务态度', must: true, options: marks },
        { kind: 'words', name: 'words', label: '说一句', hint: '可以不写', rows: 2 },
      ],
      send: (v, key) => api.post('/staff/reports/{id}/appraise', { id: r.id }, {
        org_id: v.org, efficiency: Number(v.efficiency), result: Number(v.result), attitude: Number(v.attitude), words: v.words.trim(),
      }, key),
    }
  },
}

export const afterDeeds = [followUp, whistle, appraise]
