// A report that staff enter for a caller or visitor (代录), or of what they saw themselves (巡查发现).
import { api } from '../api/client'
import type { Report } from '../api/types'
import type { Form, Values } from './form'

export const entrySources = [{ value: 'patrol', name: '自己看到', icon: 'camera' }, { value: 'counter', name: '窗口', icon: 'user' }, { value: 'call', name: '电话', icon: 'phone' }, { value: 'hotline', name: '12345', icon: 'sound' }]

/** Staff saw it themselves: there is no caller. */
export const own = (v: Values): boolean => v.source === 'patrol'

/** Sends what was filled in; `area` is the chosen place. Returns the report; throws a Fault. */
export const sendEntered = (v: Values, key: string): Promise<Report> =>
  api.post('/staff/reports', {}, {
    source: v.source, external_no: v.source === 'hotline' ? v.external.trim() : undefined,
    name: own(v) ? undefined : v.name.trim(), phone: own(v) ? undefined : v.phone.trim() || undefined, text: v.text.trim(), file_ids: v.file_ids, place: v.place.trim() || undefined,
    area_id: v.area?.id ?? '', category: v.category || undefined, urgent: v.urgent || undefined,
  }, key)

/** What is still missing, or "". */
export const lacksOf = (v: Values, photos: number): string =>
  !own(v) && !v.name.trim() ? '请填写反映人的姓名' : !v.text.trim() && !photos ? '请写下什么事，或附张照片' : !v.area && !v.place.trim() ? '请选择或写下地点' : ''

/** The form of the desk. */
export function entryForm(categories: { value: string; name: string }[], community: string, done: (r: Report) => void): Form {
  return {
    title: '代录事件', go: '提交',
    fields: [
      { kind: 'choice', name: 'source', label: '从哪里来', value: 'call', options: entrySources },
      { kind: 'words', name: 'external', label: '原系统编号', hint: '12345 工单号', most: 40, when: (v) => v.source === 'hotline' },
      { kind: 'words', name: 'name', label: '反映人', must: true, hint: '例如 王先生', most: 20, when: (v) => !own(v) },
      { kind: 'words', name: 'phone', label: '手机号', hint: '有手机号，他以后能在微信里看进展', most: 20, when: (v) => !own(v) },
      { kind: 'words', name: 'text', label: '情况', rows: 4, most: 1000, hint: '把他的话，或者看到的写下来' },
      { kind: 'area', name: 'area', label: '在哪里', kinds: ['community', 'grid', 'building', 'unit'], community },
      { kind: 'words', name: 'place', label: '具体位置', most: 100, hint: '例如 3号楼北侧车位' },
      { kind: 'photos', name: 'file_ids', label: '照片' },
      { kind: 'choice', name: 'category', label: '类别', options: categories, optional: true, note: '不选，系统按上面的话猜。' },
      { kind: 'check', name: 'urgent', label: '紧急：有危险，2 小时办好' },
    ],
    check: (v) => lacksOf(v, v.file_ids.length),
    send: async (v, key) => done(await sendEntered(v, key)),
  }
}
