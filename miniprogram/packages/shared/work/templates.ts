// Ready-made replies (回复模板).
import { api } from '../api/client'
import type { Form } from './form'
import type { Place } from './places'

/** The states of a report for which a template is meant. */
export const templateStates: Record<string, string> = { accepted: '已受理时', assigned: '已交办时', in_hand: '办理中', resolved: '已办结时' }

export const templateForm = (community: Place): Form => ({
  title: '新增模板', about: community.id, go: '保存', said: '已保存', note: `给${community.name}用`,
  fields: [
    { kind: 'words', name: 'name', label: '名称', must: true, most: 20, hint: '例如 师傅已出发' },
    { kind: 'words', name: 'text', label: '内容', must: true, rows: 4, hint: '您好，……' },
    { kind: 'choice', name: 'state', label: '什么时候用', optional: true, note: '不选就是任何时候。', options: Object.entries(templateStates).map(([value, name]) => ({ value, name })) },
  ],
  send: (v, key) => api.post('/staff/templates', {}, { community_id: community.id, name: v.name.trim(), text: v.text.trim(), state: v.state }, key),
})
