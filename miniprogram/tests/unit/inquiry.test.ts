import { expect, it } from 'vitest'
import { inquiryTone, sayWindow } from '@linli/shared/ui/inquiry'

it('an inquiry with danger in it is urgent, whatever its state', () => {
  expect([inquiryTone({ state: 'open', urgent: true }), inquiryTone({ state: 'open', urgent: false }), inquiryTone({ state: 'closed', urgent: false })]).toEqual(['urgent', 'wait', 'off'])
})

it('staff see where an answer goes, and until when', () => {
  expect(sayWindow('')).toContain('通知')
  expect(sayWindow('2020-11-25T18:20:00+08:00')).toMatch(/18:20 前，回复直接到他的聊天里/)
})
