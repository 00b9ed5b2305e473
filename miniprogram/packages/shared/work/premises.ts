// The form of a place (场所).
import { api } from '../api/client'
import type { components } from '../api/types'
import type { Field, Form } from './form'

export type DeskPlace = components['schemas']['DeskPlace']

const principles = ['类型明确', '布局合理', '要素齐全', '环境整洁', '运行规范', '服务到位']

/** How many principles hold, and which do not. */
export function sayState(p: DeskPlace): string {
  const looked = p.state.filter((s) => s.held).length
  const wrong = p.state.map((s, i) => (s.held === 'no' ? `${principles[i]}${s.words ? `：${s.words}` : ''}` : '')).filter(Boolean)
  return looked ? (wrong.length ? `做不到：${wrong.join('；')}` : `看过的 ${looked} 项都做到`) : '还没有看过'
}

export function placeForm(p: DeskPlace | undefined, community: string): Form {
  const stateFields = principles.flatMap((name, i): Field[] => [
    { kind: 'choice', name: `held${i}`, label: name, optional: true, value: p?.state[i].held ?? '', options: [{ value: 'yes', name: '做到' }, { value: 'no', name: '做不到' }] },
    { kind: 'words', name: `words${i}`, label: `${name}：哪里做不到`, most: 200, value: p?.state[i].words, when: (v) => v[`held${i}`] === 'no' },
  ])
  return {
    title: p ? `修改${p.name}` : '新增场所', about: p?.id ?? 'place', go: '保存', said: '已保存',
    note: p ? '改了名称，在这里办的服务的地点一起改。' : '服务的表单里选了这个场所，居民就看得到这里近七天有什么。',
    fields: [
      { kind: 'words', name: 'name', label: '名称', must: true, most: 60, value: p?.name, hint: '例如：文化活动室' },
      { kind: 'area', name: 'area', label: '在哪栋楼（可不填）', kinds: ['building'], community, value: p && p.area_id !== p.community_id ? { id: p.area_id, full_name: p.area_name } : undefined },
      { kind: 'words', name: 'floor', label: '楼层', most: 10, value: p?.floor }, { kind: 'words', name: 'room', label: '房间', most: 20, value: p?.room },
      { kind: 'words', name: 'functions', label: '功能（最多 8 项，用顿号隔开）', most: 110, value: p?.functions.join('、') },
      { kind: 'choice', name: 'use', label: '用途', must: true, value: p?.use ?? 'service', options: [{ value: 'service', name: '服务' }, { value: 'office', name: '办公' }] },
      { kind: 'count', name: 'metres', label: '面积（平方米）', value: p?.metres ?? 0, least: 0, most: 100000 },
      { kind: 'check', name: 'open', label: '开放办公，没有隔挡', value: p?.open_plan }, { kind: 'count', name: 'seats', label: '座位', value: p?.seats ?? 0, least: 0, most: 5000 },
      { kind: 'words', name: 'equipment', label: '设备', most: 200, value: p?.equipment },
      { kind: 'words', name: 'working', label: '工作日开放', most: 40, value: p?.working, hint: '08:30-12:00,14:00-18:00' }, { kind: 'check', name: 'noon', label: '中午不休', value: p?.noon },
      { kind: 'words', name: 'resting', label: '休息日开放', most: 40, value: p?.resting, hint: '09:00-17:00，不开放不填' },
      { kind: 'person', name: 'keeper', label: '负责人（花名册里的人）', community, value: p?.keeper_id ? { id: p.keeper_id, name: p.keeper_name } : undefined },
      { kind: 'check', name: 'bookable', label: '可以预约', value: p?.bookable },
      { kind: 'check', name: 'lent', label: '按小时外借', value: p?.lending.on },
      { kind: 'check', name: 'asks', label: '每次都要社区同意', value: p?.lending.asks ?? true, when: (v) => v.lent },
      { kind: 'count', name: 'perWeek', label: '同一队伍一周最多几次', value: p?.lending.per_week || 2, least: 1, most: 7, when: (v) => v.lent },
      { kind: 'count', name: 'ahead', label: '最多提前几天', value: p?.lending.ahead_days || 14, least: 1, most: 60, when: (v) => v.lent },
      { kind: 'words', name: 'lendHours', label: '外借时间（不写就按开放时间）', most: 40, value: p?.lending.hours, hint: '18:00-21:00', when: (v) => v.lent },
      { kind: 'words', name: 'closing', label: '用完要做什么（用顿号隔开）', most: 110, value: p ? p.lending.closing.join('、') : '关灯、锁门、桌椅归位', when: (v) => v.lent },
      { kind: 'choice', name: 'class', label: '改造类别', optional: true, value: p?.class ?? '', options: [{ value: 'merge', name: '整合扩建' }, { value: 'improve', name: '优化改建' }, { value: 'fit', name: '达标' }] },
      { kind: 'photos', name: 'file_ids', label: p?.photo_id ? '换一张照片' : '照片', most: 1, note: '只拍场所，不拍人。审核通过后居民看得到。' },
      ...(p?.photo_id ? [{ kind: 'check', name: 'bare', label: '撤下现在的照片', when: (v) => !v.file_ids?.length } as Field] : []),
      ...stateFields,
    ],
    check: (v) => (String(v.name ?? '').trim().length < 2 ? '请填写名称' : v.use ? '' : '请选择用途'),
    send: (v, key) => {
      const body = {
        community_id: community, area_id: v.area?.id ?? '', floor: v.floor, room: v.room, name: v.name, use: v.use, metres: v.metres, open_plan: !!v.open, seats: v.seats,
        functions: String(v.functions ?? '').split(/[、,，;；\s]+/).filter(Boolean), equipment: v.equipment, working: v.working, noon: !!v.noon, resting: v.resting,
        keeper_id: v.keeper?.id ?? '', bookable: !!v.bookable, photo_id: v.file_ids?.[0] ?? (v.bare ? '' : p?.photo_id ?? ''), class: v.class || '',
        lending: { on: !!v.lent, asks: !!v.asks, per_week: v.perWeek, ahead_days: v.ahead, hours: String(v.lendHours ?? '').trim(), closing: String(v.closing ?? '').split(/[、,，;；\s]+/).filter(Boolean) },
        state: principles.map((_, i) => ({ held: v[`held${i}`] || '', words: v[`held${i}`] === 'no' ? v[`words${i}`] : '' })),
      }
      return p ? api.put('/staff/places/{id}', { id: p.id }, body, key) : api.post('/staff/places', {}, body, key)
    },
  }
}
