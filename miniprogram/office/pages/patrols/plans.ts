// The forms of rounds: a plan, and a raise that makes all plans of an area stricter for some days.
import { api } from '@linli/shared/api/client'
import type { components } from '@linli/shared/api/types'
import type { Form, Option } from '@linli/shared/work/form'
import { classes } from '@linli/shared/work/posting'
import { pointsLack, pointsOf, posts, spotOf, weekdays, type Looked, type Plan } from '@linli/shared/work/rounds'

type Named = components['schemas']['PatrolNamed']
export interface Planning { kinds: Named[]; topics: Named[]; areas: Option[]; start: Looked }

const options = (all: Named[]): Option[] => all.map(({ code, name }) => ({ value: code, name }))

/** Where a plan can be: the community, its grids and its buildings; and all points of the first grid, with which a new one begins. */
export async function groundOf(at: { id: string; name: string }): Promise<Pick<Planning, 'areas' | 'start'>> {
  const [below, points] = await Promise.all([api.get('/areas', { parent_id: at.id }), api.get('/staff/patrols/points', { area_id: at.id })])
  const grids = below.items.filter((a) => a.kind === 'grid').map((a) => ({ value: a.id, name: a.name }))
  const buildings = points.items.filter((p) => !p.place_id && p.name === p.building).map((p) => ({ value: p.area_id, name: p.name }))
  const area = grids[0]?.value ?? at.id
  const all = area === at.id ? points : await api.get('/staff/patrols/points', { area_id: area })
  return { areas: [{ value: at.id, name: `${at.name}（全社区）` }, ...grids, ...buildings], start: { area, points: all.items.map(spotOf) } }
}

/** A plan, a new one without `old`. */
export function planForm(of: Planning, old?: Plan): Form {
  const areas = !old || of.areas.some((a) => a.value === old.area_id) ? of.areas : [...of.areas, { value: old.area_id, name: old.area_name }]
  const start: Looked = old ? { area: old.area_id, points: old.points.map(spotOf) } : of.start
  return {
    title: old ? '修改计划' : '新的计划', about: old?.id ?? 'new', go: '保存', said: '已保存，会告诉巡查的人', explains: true, note: '从今天起按新的计划，以前的日子不追问。',
    fields: [
      { kind: 'words', name: 'name', label: '名称', must: true, most: 30, value: old?.name, hint: '例如：第一网格每日巡查' },
      { kind: 'choice', name: 'kind', label: '种类', must: true, options: options(of.kinds), value: old?.kind ?? 'daily' },
      { kind: 'many', name: 'roles', label: '由谁巡查', must: true, options: posts, value: old?.roles ?? ['grid_officer'] },
      { kind: 'choice', name: 'class', label: '其中哪一类人（不选都算）', optional: true, options: classes, value: old?.class ?? '' },
      { kind: 'many', name: 'weekdays', label: '哪几天（不选是每天）', options: weekdays, value: (old?.weekdays ?? []).map(String) },
      { kind: 'words', name: 'windows', label: '时段（每个时段巡查一次，不限的留空）', most: 80, value: old?.windows, hint: '08:30-11:30,19:00-21:00' },
      { kind: 'many', name: 'topics', label: '查什么', options: options(of.topics), value: old?.topics ?? [] },
      { kind: 'points', name: 'looked', label: '在哪里、看哪些点', value: start, areas },
      { kind: 'count', name: 'need', label: '至少看几个点（0 是都要看）', least: 0, most: 200, value: old?.need ?? 0 },
    ],
    check: (v) => pointsLack(v.looked.points) || (v.need > v.looked.points.length ? `一共 ${v.looked.points.length} 个点，至少看的不能比它多` : ''),
    send: (v, key) => {
      const { area, points } = v.looked as Looked
      const body = {
        area_id: area, name: v.name, kind: v.kind, points: pointsOf(points), need: v.need || points.length, weekdays: v.weekdays.map(Number), windows: v.windows,
        roles: v.roles, class: v.class, topics: v.topics,
      }
      return old ? api.put('/staff/patrols/plans/{id}', { id: old.id }, body, key) : api.post('/staff/patrols/plans', {}, body, key)
    },
  }
}

/** 加密巡查. */
export const raiseForm = (areas: Option[]): Form => ({
  title: '加密巡查', go: '开始加密', said: '已加密，会告诉巡查的人', explains: true, note: '在结束之前，这个范围的计划每天都巡查、每个点都看。计划本身不变，结束以后和原来一样。',
  fields: [
    { kind: 'choice', name: 'area', label: '范围', must: true, options: areas, value: areas[0].value },
    { kind: 'words', name: 'reason', label: '原因', must: true, most: 100, hint: '例如：暴雨橙色预警' },
    { kind: 'words', name: 'windows', label: '每天的时段（不写按各个计划的）', most: 80, hint: '07:00-09:00,13:00-15:00,19:00-21:00' },
    { kind: 'until', name: 'until', label: '到什么时候', must: true, days: [1, 3, 7], most: 30 },
  ],
  send: (v, key) => api.post('/staff/patrols/raises', {}, { area_id: v.area, reason: v.reason, windows: v.windows, until: v.until }, key),
})
