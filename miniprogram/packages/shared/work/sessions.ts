import { api } from '../api/client'
import type { Form } from './form'

/** Cancels sessions, all or none: the chosen ones of a day, or a single one. */
export const cancelSessionsForm = (sessions: { value: string; name: string }[], one?: string): Form => ({
  title: '取消场次', about: one, go: '取消场次', bad: true, said: '已取消，正在通知每个人', note: '约了的和候补的人都会收到原因，回一句“改约”就能改到下一场。取消了不能恢复。',
  fields: [
    ...(one ? [] : [{ kind: 'many' as const, name: 'ids', label: '取消哪几场', must: true, options: sessions }]),
    { kind: 'words', name: 'reason', label: '原因', must: true, rows: 3, ready: ['师傅生病，今天不能来。', '天气不好，改到下一次。', '场地临时有事。'].map((text) => ({ name: text.slice(0, 4), text })) },
  ],
  send: (v, key) => api.post('/staff/sessions/cancel', {}, { session_ids: one ? [one] : v.ids, reason: v.reason.trim() }, key),
})
