// People whom messages did not reach (没通知到的人).
import { api } from '../api/client'
import type { components } from '../api/types'
import type { RowDeed } from '../use/rows'
import type { Form } from './form'

export type Unreached = components['schemas']['Unreached']
type Notice = Unreached['notices'][number]

export const isUrgentNotice = (n: Notice): boolean => n.kind.endsWith('_urgent')
/** The report of a notice, where staff can see the number with a reason; "" when it is about something else. */
export const reportOf = (n: Notice): string => n.about.match(/^report:(\d+)$/)?.[1] ?? ''
/** Posts of a colleague, telephone, home. */
export const sayUnreached = (u: Unreached): string => [...u.posts, u.person_phone || '没有手机', u.home].filter(Boolean).join(' · ')

const toldForm = (u: Unreached): Form => ({
  title: `已告知${u.person_name || '他'}`, about: u.person_id, go: '记下', said: '已记下',
  note: u.count > 1 ? `${u.count} 条消息一起记为已告知。` : u.notices[0].text,
  fields: [{
    kind: 'words', name: 'how', label: '怎样告知的', must: true, most: 200,
    ready: ['打了电话', u.posts.length ? '当面说了' : '请红管家敲门告知', ...(u.posts.length ? [] : ['上门告知', '请家人转告'])].map((text) => ({ name: text, text })),
  }],
  send: (v, key) => api.post('/staff/undelivered/{id}/told', { id: u.id }, { how: v.how.trim() }, key),
})

export const toldDeed = (u: Unreached): RowDeed => ({ title: '已告知', icon: 'check', kind: 'main', form: () => toldForm(u) })
