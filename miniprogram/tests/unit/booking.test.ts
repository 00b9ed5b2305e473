import { expect, it } from 'vitest'
import { shared } from '../../resident/report/draft'
import { cancellable, sayPeriod, sayWhom } from '../../resident/ui/booking'

const at = Date.parse('2026-11-28T09:36:00+08:00')

it('names the person of a booking, also without a name', () => {
  const family = [{ person_id: '7', relation_name: '父母' }]
  expect([['1', ''], ['7', ''], ['8', ''], ['7', '王桂兰']].map(([person_id, person_name]) => sayWhom({ person_id, person_name }, '1', family))).toEqual(['我自己', '父母', '家人', '王桂兰'])
})

it('a past period is not called full', () => {
  const t = (begin_at: string, free: number) => sayPeriod({ begin_at, free }, at)
  expect([t('2026-11-28T09:30:00+08:00', 0), t('2026-11-28T10:00:00+08:00', 0), t('2026-11-28T10:00:00+08:00', 3)]).toEqual(['过了', '满', '余3'])
})

it('cancelling is offered as long as the service accepts it', () => {
  const may = (state: any, begin: string, cutoff: number) => cancellable({ state, begin_at: `2026-11-28T${begin}:00+08:00` }, cutoff, at)
  expect([may('confirmed', '11:37', 120), may('confirmed', '11:36', 120), may('waiting', '09:40', 120), may('done', '11:37', 0)]).toEqual([true, false, true, false])
})

it('a personal matter is shared with neighbours only by choice', () => {
  expect(['', 'facility', 'dispute', 'security', 'relief'].map((category) => shared({ category }))).toEqual([true, true, false, false, false])
  expect([shared({ category: 'dispute', share: true }), shared({ category: 'facility', share: false })]).toEqual([true, false])
})
