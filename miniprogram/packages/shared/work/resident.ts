// Texts and forms about residents for staff.
import { api } from '../api/client'
import type { components } from '../api/types'
import type { Form } from './form'

export type Resident = components['schemas']['Resident']
export type ResidentDetail = components['schemas']['ResidentDetail']

/** 138****5678 · 76 岁 · 阳光花园3号楼2单元 */
export const sayResident = (r: Resident): string =>
  [r.phone || '没有手机', r.age ? `${r.age} 岁` : '', r.home_name].filter(Boolean).join(' · ')

/** The form for entering a resident. */
export function entryForm(community: string, done: (r: Resident) => void, name = ''): Form {
  return {
    title: '登记居民', about: `${community}:${name}`, go: '登记', said: '已登记',
    note: '同一个社区里同一个手机号就是同一个人，不会重复登记。',
    fields: [
      { kind: 'words', name: 'name', label: '姓名', must: true, most: 20, value: name },
      { kind: 'words', name: 'phone', label: '手机号', hint: '没有手机的可以不填', type: 'number', most: 20 },
      { kind: 'words', name: 'born', label: '出生年份', hint: '例如 1948，不知道可以不填', type: 'number', most: 4 },
      { kind: 'area', name: 'home', label: '住在哪里', kinds: ['building', 'unit'], community },
    ],
    send: async (v, key) => done(await api.post('/staff/residents', {}, {
      name: v.name.trim(), phone: v.phone.trim() || undefined, born: Number(v.born) || 0, community_id: community, home_id: v.home?.id ?? '',
    }, key)),
  }
}
