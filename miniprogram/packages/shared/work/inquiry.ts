// Inquiries (咨询): their lists, and what staff do with one.
import { api } from '../api/client'
import type { Inquiry, InquiryDetail } from '../api/types'
import { sayWindow } from '../ui/inquiry'
import type { RowDeed } from '../use/rows'
import { sayTime } from '../util/time'
import type { Field, Form, Ready } from './form'
import { phoneForm } from './phone'
import { myCommunity } from './places'

export const inquiryLists: { value: Inquiry['state']; name: string; empty: string }[] = [
  { value: 'open', name: '待回复', empty: '没有等着回复的咨询' }, { value: 'answered', name: '已回复', empty: '没有回复过的咨询' }, { value: 'closed', name: '已结束', empty: '没有结束的咨询' },
]

/** When it was asked, or who answered and when. */
export const sayInquiry = (i: Inquiry): string =>
  i.state === 'open' ? `${sayTime(i.asked_at)} 问` : `${sayTime(i.said_at)} ${i.state === 'closed' ? '结束' : `${i.answered_by} 回复`}`

const usual: Ready[] = ['请带身份证到社区服务大厅办理。', '已经记下，我们核实后回复您。', '请您说一下住在哪个小区几号楼。'].map((text) => ({ name: text.slice(0, 6), text }))

/** The answer, with the community's templates; without them it can be written all the same. */
async function answerForm(i: InquiryDetail): Promise<Form> {
  const own = await api.get('/staff/templates', { state: 'accepted' }).then((got) => got.items, () => [])
  return {
    title: '回复居民', about: i.id, go: '发送', said: '已回复', note: sayWindow(i.chat_until),
    fields: [{ kind: 'words', name: 'words', label: '回复', must: true, rows: 4, most: 300, ready: [...usual, ...own] }],
    send: (v, key) => api.post('/staff/inquiries/{id}/answer', { id: i.id }, { words: v.words.trim() }, key),
  }
}

export const askerForm = (i: InquiryDetail): Form =>
  phoneForm((reason) => api.post('/staff/inquiries/{id}/phone', { id: i.id }, { reason }), i.resident, i.id)

export const answerDeed = (i: InquiryDetail): RowDeed => ({ title: '回复', icon: 'edit', kind: 'main', form: () => answerForm(i) })

/** Where something is that becomes a report. */
export const whereFields = async (): Promise<Field[]> => [
  { kind: 'area', name: 'area', label: '在哪里', kinds: ['community', 'grid', 'building', 'unit'], community: await myCommunity().then((c) => c.id, () => undefined) },
  { kind: 'words', name: 'place', label: '具体位置', most: 100, hint: '例如 3号楼北侧车位' },
]

/** The matter has to be dealt with: it becomes a report with a number and deadlines. */
export const convertDeed = (i: InquiryDetail): RowDeed => ({
  title: '转为事件', icon: 'merge', form: async () => ({
    title: '转为事件', about: i.id, go: '转为事件', said: '已转为事件，编号已告诉居民', note: '居民说的话就是事件的内容，照片也在事件里；转了以后这条咨询结束，进展在事件里。',
    fields: await whereFields(),
    check: (v) => (!v.area && !v.place.trim() ? '请选择或写下地点' : ''),
    send: (v, key) => api.post('/staff/inquiries/{id}/convert', { id: i.id }, { area_id: v.area?.id ?? '', place: v.place.trim() || undefined }, key),
  }),
})

export const closeDeed = (i: InquiryDetail): RowDeed => ({
  title: '结束咨询', said: '已结束', run: (key) => api.post('/staff/inquiries/{id}/close', { id: i.id }, undefined, key),
  sure: { title: '结束咨询', text: i.state === 'open' ? '还没有回复居民。结束后不再提醒。' : '居民再问时，会是一条新的咨询。', yes: '结束', no: '再看看' },
})

/** What can be done with an open inquiry, the next first. */
export const inquiryDeeds = (i: InquiryDetail): RowDeed[] => [...(i.can.includes('answer') ? [answerDeed(i)] : []), ...(i.can.includes('convert') ? [convertDeed(i)] : []), ...(i.can.includes('close') ? [closeDeed(i)] : [])]
