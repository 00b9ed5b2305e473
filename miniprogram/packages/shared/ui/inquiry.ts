// Texts about inquiries (咨询).
import type { Inquiry, InquiryDetail } from '../api/types'
import { sayDue } from '../util/time'
import type { Tone } from './states'

const tones: Record<Inquiry['state'], Tone> = { open: 'wait', answered: 'good', closed: 'off' }
export const inquiryTone = (i: Pick<Inquiry, 'state' | 'urgent'>): Tone => (i.urgent ? 'urgent' : tones[i.state] ?? 'off')

/** How an answer reached the resident, for staff. */
export const deliveries: Record<InquiryDetail['messages'][number]['delivery'], string> = {
  '': '', chat: '已发到他的聊天里', notice: '已发通知，请他点开看', sending: '正在发送', inbox: '在他的消息里', unreached: '没有送达，请打电话',
}

/** Where an answer goes now. */
export const sayWindow = (until: string): string =>
  until ? `${sayDue(until)}，回复直接到他的聊天里` : '超过两天没在公众号说话了，回复会发通知，请他点开看'
