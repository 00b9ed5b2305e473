// Texts and forms about what a community switches on.
import { api } from '../api/client'
import type { components } from '../api/types'
import { later, sayDay } from '../util/time'
import { today, type Form } from './form'

export type Switch = components['schemas']['Switch']

/** The last day of a switch whose end is the first moment after it: 2026年12月31日 */
export function lastDay(until: string): string {
  const day = later(until.slice(0, 10), -1)
  return `${day.slice(0, 4)}年${sayDay(day)}`
}

/** 已开启，到2026年12月31日 · 县里统一开启 */
export function saySwitch(s: Switch): string {
  if (s.on) return `已开启，到 ${lastDay(s.until)}${s.of_county ? ' · 县里统一开启' : ''}`
  return s.decided_at ? `已关闭${s.of_county ? '' : ` · ${sayDay(s.until)}起`}` : '没有开启过'
}

export const setForm = (at: string, s: Switch, done: (all: Switch[]) => void): Form => ({
  title: s.on ? `修改“${s.title}”` : `开启“${s.title}”`, about: `${at}:${s.key}`, go: s.on ? '保存' : '开启', said: '已开启，已通知有关的人员',
  note: `${s.words}最多开 ${s.most_days} 天，到期自动关闭；数据最多保留 ${s.most_keep_days} 天。`,
  fields: [
    { kind: 'words', name: 'purpose', label: '为了什么', must: true, most: 200, rows: 2, value: s.on ? s.purpose : '' },
    { kind: 'words', name: 'basis', label: '依据的文件或文号', must: true, most: 80, value: s.on ? s.basis : '' },
    { kind: 'day', name: 'last', label: '最后一天', must: true, from: later(today(), 1), value: s.on ? later(s.until.slice(0, 10), -1) : '' },
    { kind: 'count', name: 'keep', label: '数据保留几天', least: 0, most: s.most_keep_days, step: 10, unit: '天', value: s.on ? s.keep_days : Math.min(30, s.most_keep_days) },
  ],
  send: async (v, key) => done((await api.put('/staff/communities/{community}/switches/{key}', { community: at, key: s.key }, {
    purpose: v.purpose.trim(), basis: v.basis.trim(), last_day: v.last, keep_days: v.keep, version: s.version,
  }, key)).items),
})

export const endForm = (at: string, s: Switch, done: (all: Switch[]) => void): Form => ({
  title: `关闭“${s.title}”`, about: `${at}:${s.key}:end`, go: '关闭', bad: true, said: '已关闭，已通知有关的人员', note: `马上生效。已有的数据保留 ${s.keep_days} 天后删除。`, fields: [],
  send: async (_, key) => done((await api.post('/staff/communities/{community}/switches/{key}/end', { community: at, key: s.key }, { version: s.version }, key)).items),
})
