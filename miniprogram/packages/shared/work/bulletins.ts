// Bulletins (公告).
import { api } from '../api/client'
import { evening, type Form } from './form'
import { postings } from './powers'

/** The areas in which I may publish: my offices, and for streets and the centre any community below, chosen in the tree. */
export function bulletinForm(): Form {
  const mine = postings().filter((p) => ['clerk', 'secretary', 'street', 'centre'].includes(p.role))
  const places = [...new Map(mine.map((p) => [p.area_id, { value: p.area_id, name: p.area_name || '全县' }])).values()]
  const above = mine.find((p) => p.role === 'street' || p.role === 'centre')
  return {
    title: '发公告', go: '发布', said: '已发布', note: '居民在首页看得到，贴到下面每一个社区。',
    fields: [
      { kind: 'choice', name: 'where', label: '发给哪里', must: true, value: places[0]?.value ?? '', options: [...places, ...(above ? [{ value: 'one', name: '只发一个社区' }] : [])] },
      { kind: 'area', name: 'area', label: '哪个社区', must: true, kinds: ['street', 'community'], community: above?.role === 'street' ? above.area_id : undefined, when: (v) => v.where === 'one' },
      { kind: 'words', name: 'title', label: '标题', must: true, most: 40, hint: '例如 明天上午停水' },
      { kind: 'words', name: 'text', label: '内容', must: true, rows: 6, most: 2000 },
      { kind: 'until', name: 'until', label: '展示到什么时候', must: true, value: evening(7), days: [3, 7, 30], most: 365 },
      { kind: 'check', name: 'pinned', label: '置顶' },
    ],
    send: (v, key) => api.post('/staff/bulletins', {}, {
      area_id: v.where === 'one' ? v.area.id : v.where, title: v.title.trim(), text: v.text.trim(), pinned: v.pinned, until: v.until,
    }, key),
  }
}
