// Intake and dispatch: 受理, 不予受理, 改地点, 交办, 并案, 分办.
import { api } from '../../api/client'
import type { components, ReportDetail } from '../../api/types'
import { offered } from '../categories'
import type { Field, Option } from '../form'
import { ready, type Deed } from './deed'

type Choice = components['schemas']['HolderChoice']

const accept: Deed = {
  name: 'accept', title: '受理', icon: 'check', main: true,
  form: async (r) => {
    const { items, topics } = await offered(r.community_id)
    const sorts = [...new Set(topics.map((t) => t.category))]
    const sortOf = (category: string) => (sorts.includes(category) ? category : '')
    const topic = (sort: string): Field => ({
      kind: 'choice', name: `topic_${sort}`, label: '事项', optional: true, note: '这几样有自己的时限；都不是就不选。',
      options: topics.filter((t) => !t.category || t.category === sort).map((t) => ({ value: t.code, name: t.name })),
      when: (v) => sortOf(v.category) === sort,
    })
    return {
      title: '受理', go: '受理', said: '已受理',
      fields: [
        { kind: 'choice', name: 'category', label: '类别', value: r.category, options: [...items.map((c) => ({ value: c.code, name: c.name })), ...(items.some((c) => c.code === r.category) ? [] : [{ value: r.category, name: r.category_name }])] },
        ...sorts.map(topic),
        { kind: 'check', name: 'urgent', label: '紧急：2 小时办好，夜里也通知', value: r.urgent },
        { kind: 'words', name: 'words', label: '给居民说一句', hint: '可以不写', rows: 2 },
      ],
      send: (v, key) => {
        const body = { category: v.category, urgent: v.urgent, words: v.words.trim() || undefined, topic: v[`topic_${sortOf(v.category)}`] }
        return api.post('/staff/reports/{id}/accept', { id: r.id }, body, key)
      },
    }
  },
}

const refuse: Deed = {
  name: 'refuse', title: '不予受理', icon: 'close', bad: true,
  form: (r) => ({
    title: '不予受理', go: '不予受理', bad: true, said: '已答复居民', note: '居民会原样看到您写的原因。写清楚该找谁。',
    fields: [{
      kind: 'words', name: 'words', label: '原因', must: true, rows: 4,
      ready: ready(['不归社区管', '这件事不在社区的受理范围，请拨打 12345 反映。'], ['报警', '这件事请拨打 110 报警。']),
    }],
    send: (v, key) => api.post('/staff/reports/{id}/refuse', { id: r.id }, { words: v.words.trim() }, key),
  }),
}

const locate: Deed = {
  name: 'locate', title: '改地点', icon: 'pin',
  main: (r) => !r.work?.grid_id && r.state === 'accepted',
  form: (r) => ({
    title: '改地点', go: '改成这里', said: '地点已改', note: '换到别的社区，会到那边的待受理；换了楼栋，会提醒那栋楼的红管家。',
    fields: [{ kind: 'area', name: 'area', label: '在哪里', must: true, kinds: ['community', 'grid', 'building', 'unit'] }],
    send: (v, key) => api.post('/staff/reports/{id}/locate', { id: r.id }, { area_id: v.area.id }, key),
  }),
}

/** A holder as the service expects it. */
const holder = ({ kind, person_id, role, area_id, org_id }: Choice) => ({ kind, person_id, role, area_id, org_id })

const assign: Deed = {
  name: 'assign', title: (r) => (r.state === 'assigned' ? '改派' : '交办'), icon: 'send', main: (r) => r.state === 'accepted',
  form: async (r) => {
    const { items } = await api.get('/staff/reports/{id}/holders', { id: r.id })
    const ways = [...new Map(items.map((c) => [c.way, c.way_name]))]
    if (!ways.some(([way]) => way === 'self')) ways.unshift(['self', '自行处理'])
    const under = (way: string) => items.filter((c) => c.way === way)
    const fields: Field[] = ways.filter(([way]) => way !== 'self' && under(way).length > 0).map(([way, name]) => ({
      kind: 'choice', name: `to_${way}`, label: way === 'department' ? '哪个单位' : `交给（${name}）`, must: true, when: (v) => v.way === way,
      value: under(way).length === 1 || way !== 'department' || under(way)[0].why ? '0' : '',
      options: under(way).map((c, i) => ({ value: String(i), name: c.name, sub: c.why || undefined, icon: c.kind === 'person' ? 'user' : c.kind === 'org' ? 'building' : 'people' })),
    }))
    return {
      title: r.state === 'assigned' ? '改派' : '交办', go: '交办', said: '已交办',
      fields: [
        { kind: 'choice', name: 'way', label: '怎么办', must: true, value: items[0]?.why ? items[0].way : ways.some(([way]) => way === 'grid_officer') ? 'grid_officer' : ways[0][0], options: ways.map(([value, name]) => ({ value, name })) },
        ...fields,
        { kind: 'words', name: 'words', label: '交代一句', hint: '可以不写', rows: 2 },
      ],
      send: (v, key) => {
        const words = v.words.trim() || undefined
        const to = v.way === 'self' ? undefined : holder(under(v.way)[Number(v[`to_${v.way}`])])
        return api.post('/staff/reports/{id}/assign', { id: r.id }, to ? { to, words } : { way: 'self', words }, key)
      },
    }
  },
}

const merge: Deed = {
  name: 'merge', title: '并案', icon: 'merge',
  form: async (r) => {
    const { items } = await api.get('/staff/reports/{id}/similar', { id: r.id })
    return mergeForm(r, items.filter((o) => o.state !== 'merged').map((o) => ({ value: o.id, name: `${o.number} ${o.title}`, sub: `${o.state_name} · ${o.place || o.area_name}` })))
  },
}

/** Merges into a similar report; also used by the card of similar reports. */
export function mergeForm(r: ReportDetail, into: Option[]) {
  return {
    title: '并案', go: '并案', said: '已并案',
    note: into.length ? '是同一件事才并案。反映人各自保留，结果一起告诉他们；并错了可以取消。' : '同一栋楼、同一类、三天以内的事件里，没有可以并的。',
    fields: [
      ...(into.length ? [{ kind: 'choice' as const, name: 'into', label: '并到哪一件', must: true, value: into[0].value, options: into }] : []),
      { kind: 'words' as const, name: 'words', label: '附一句', hint: '可以不写', rows: 2 },
    ],
    check: () => (into.length ? '' : '没有可以并的事件'),
    send: (v: Record<string, any>, key: string) => api.post('/staff/reports/{id}/merge', { id: r.id }, { into_id: v.into, words: v.words.trim() || undefined }, key),
  }
}

const unmerge: Deed = {
  name: 'unmerge', title: '取消并案', icon: 'back', main: true,
  form: (r) => ({
    title: '取消并案', go: '取消并案', said: '已恢复原来的样子',
    fields: [{ kind: 'words', name: 'words', label: '附一句', hint: '可以不写', rows: 2 }],
    send: (v, key) => api.post('/staff/reports/{id}/unmerge', { id: r.id }, { words: v.words.trim() }, key),
  }),
}

const mostParts = 10
const split: Deed = {
  name: 'split', title: '分办', icon: 'list',
  form: async (r) => {
    const { items } = await api.get('/staff/reports/{id}/holders', { id: r.id })
    const options = items.map((c, i) => ({ value: String(i), name: c.name }))
    const parts = Array.from({ length: mostParts }, (_, i): Field[] => [
      { kind: 'words', name: `words_${i}`, label: `第 ${i + 1} 项做什么`, must: true, rows: 2, when: (v) => v.n > i },
      { kind: 'choice', name: `to_${i}`, label: `第 ${i + 1} 项交给谁`, must: true, options, when: (v) => v.n > i },
    ]).flat()
    return {
      title: '分办', go: '分办', said: '已分办', note: '几家同时做，各有各的人和期限。全部做完，主件才能办结。居民只看到主件。',
      fields: [{ kind: 'count', name: 'n', label: '分成几项', least: 2, most: mostParts, unit: '项' }, ...parts],
      send: (v, key) => api.post('/staff/reports/{id}/split', { id: r.id }, {
        parts: Array.from({ length: v.n }, (_, i) => ({ words: v[`words_${i}`].trim(), to: holder(items[Number(v[`to_${i}`])]) })),
      }, key),
    }
  },
}

export const deskDeeds = [accept, assign, unmerge, locate, merge, split, refuse]
