import { expect, it } from 'vitest'
import { advice, sayPart, sayState } from '../../staff/ui/system'

it('describes the parts of the program and the advice in Chinese', () => {
  expect([sayPart('database'), sayPart('recurring.chat.sweep'), sayPart('disk')]).toEqual(['数据库', '定时任务 chat.sweep', 'disk'])
  expect([sayState('ok'), sayState('missing 2027'), sayState('never ran'), sayState('new word')]).toEqual(['正常', '缺 2027 年', '没有运行过', 'new word'])
  expect(advice({ name: 'calendar', state: 'missing 2027', degraded: true })).toContain('linli calendar load')
  expect(advice({ name: 'redis', state: 'ok', degraded: false })).toBe('')
})
