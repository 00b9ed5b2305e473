import { api } from '../api/client'
import type { components } from '../api/types'
import type { Field, Form, Values } from './form'

type Policies = components['schemas']['Policies']
type Who = components['schemas']['PolicyStep']['who'][number]

export const roles: Record<Who, string> = {
  steward: '红管家', building_lead: '楼栋长', unit_lead: '单元长', grid_officer: '网格员', grid_lead: '网格长', clerk: '社区工作人员', secretary: '社区书记', street: '街道', centre: '网格中心',
}
const options = Object.entries(roles).map(([value, name]) => ({ value, name }))
const mostSteps = 6 // the limit of steward.Policy.Check

/** The steps of an alert policy, for ordinary reports or emergencies. */
export function policyForm(community: string, all: Policies, kind: 'ordinary' | 'emergency', name: string): Form {
  const now = all[kind]
  const steps = Array.from({ length: mostSteps }, (_, i): Field[] => {
    const s = now.steps[i], when = (v: Values) => v.n > i
    return [
      { kind: 'many', name: `who_${i}`, label: `第 ${i + 1} 步提醒谁`, must: true, options, value: s?.who ?? [], when },
      { kind: 'count', name: `wait_${i}`, label: `第 ${i + 1} 步等多久`, least: 1, most: 1440, step: (s?.wait_minutes ?? 10) < 10 ? 1 : 5, unit: '分钟', value: s?.wait_minutes ?? 10, when },
      { kind: 'count', name: `repeat_${i}`, label: `第 ${i + 1} 步再提醒几次`, least: 0, most: 5, unit: '次', value: s?.repeat ?? 1, when },
    ]
  }).flat()
  return {
    title: `提醒步骤：${name}`, about: community, go: '保存', said: '已保存', note: '谁改的会留下记录。',
    fields: [
      { kind: 'count', name: 'n', label: '分几步', least: 1, most: mostSteps, unit: '步', value: now.steps.length }, ...steps,
      { kind: 'count', name: 'idle', label: '确认后多久没动静再问', least: 5, most: 1440, step: 5, unit: '分钟', value: now.idle_minutes },
    ],
    send: (v, key) => api.put('/staff/communities/{id}/policies', { id: community }, {
      ...all, [kind]: {
        idle_minutes: v.idle,
        steps: Array.from({ length: v.n }, (_, i) => ({ who: v[`who_${i}`], wait_minutes: v[`wait_${i}`], repeat: v[`repeat_${i}`] })),
      },
    }, key),
  }
}
