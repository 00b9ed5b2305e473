// Buildings without a steward who can be reached, and matters that nobody acknowledged (红管家值守).
import { api } from '../api/client'
import type { components } from '../api/types'
import { say, tell } from '../use/deed'
import type { RowDeed } from '../use/rows'
import { sayDue } from '../util/time'
import { may } from './powers'

export type Unreachable = components['schemas']['Unreachable']
export type Paging = components['schemas']['Paging']

export const watchLists = [
  { value: 'unreachable', name: '联系不上的楼', empty: '每栋楼的红管家都联系得上', about: '这些楼的红管家，微信通知到不了。今天就找人补上，不要等出了事才发现。' },
  { value: 'unanswered', name: '无人确认', empty: '没有无人确认的事', about: '该提醒的人都提醒过了，没有人确认。马上找人。' },
] as const

export const advice: Record<Unreachable['reason'], string> = {
  nobody: '这栋楼没有红管家，请在花名册里补上。', never_logged_in: '他还没有登录过，请给他邀请码，或打个电话。',
  not_following: '请他关注公众号，或允许订阅消息。', undelivered: '最近的消息没有送到，请打个电话问问。',
}

/** Creates a one-time code that binds a person of the roster, shows it and copies it. */
export const inviteDeed = (person: string, name: string): RowDeed => ({
  title: '给邀请码', icon: 'send', kind: 'soft', sure: { title: '生成邀请码', text: `给${name}生成一个邀请码，以前的作废。`, yes: '生成' },
  run: async (key) => {
    const { code, expires_at } = await api.post('/staff/persons/{id}/invitation', { id: person }, undefined, key)
    const grouped = code.replace(/(.{4})(?=.)/g, '$1-')
    await tell(`${name}的邀请码`, `${grouped}\n${sayDue(expires_at)}有效，只能用一次。请他在“绑定工作身份”里输入。`)
    uni.setClipboardData({ data: grouped, success: () => say('已复制'), fail: () => {} })
  },
})

export const reachDeeds = (u: Unreachable): RowDeed[] =>
  (u.person_id && u.reason === 'never_logged_in' && may('manage') ? [inviteDeed(u.person_id, u.person_name)] : [])

export const pagingDeeds = (p: Paging): RowDeed[] => (may('territory')
  ? [{ title: '我来处理', icon: 'check', kind: 'main', said: '已记下，请尽快处理', run: (key) => api.post('/staff/pagings/{id}/acknowledge', { id: p.id }, undefined, key) }] : [])

/** What a matter is about, and how many of those needed have acknowledged it. */
export const subjectOf = (p: Paging): string => (p.subject === 'call' ? '公示牌上的求助' : '随手拍')
export const sayAcknowledged = (p: Paging): string => `${p.acknowledgements}/${p.needed} 人确认`
