// The check-in by the code of a booking.
import { api } from '../api/client'
import type { Booking } from '../api/types'
import type { Form } from './form'

/** The code in a scanned or typed text: LLB12. */
export const bookingCode = (said: string): string => said.trim().toUpperCase().match(/LLB\d+/)?.[0] ?? said.trim()

/** Notes the arrival. Throws a Fault. */
export const arrive = (said: string, key?: string): Promise<Booking> => api.post('/staff/check-in', {}, { code: bookingCode(said) }, key)

/** 王奶奶，理发，3 号，前面还有 2 位 */
export const sayArrived = (b: Booking): string =>
  `${b.person_name || '居民'}，${b.service_name}${b.number ? `，${b.number} 号` : ''}${b.before ? `，前面还有 ${b.before} 位` : ''}`

/** For a device that cannot scan: the code is typed. */
export const typeCodeForm = (done: (b: Booking) => void): Form => ({
  title: '签到', go: '签到', note: '这台设备不能扫码，请输入居民预约码上的字。',
  fields: [{ kind: 'words', name: 'code', label: '预约码', hint: '例如 LLB12', must: true, most: 40 }],
  send: async (v, key) => done(await arrive(v.code, key)),
})
