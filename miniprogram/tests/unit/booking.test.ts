import { expect, it, vi } from 'vitest'
import { flushPromises, mount } from '@vue/test-utils'
import { api } from '@linli/shared/api/client'
import { session } from '@linli/shared/store/session'
import { shared } from '../../resident/report/draft'
import { cancellable, otherTimes, sayPeriod, sayWhom } from '../../resident/ui/booking'
import { sevenDays, weeksOf } from '../../resident/ui/session'
import BookingCard from '../../resident/ui/BookingCard.vue'
import QueueCard from '../../resident/ui/QueueCard.vue'

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
  const may = (state: any, begin: string, cutoff: number, made = '08:00') =>
    cancellable({ state, begin_at: `2026-11-28T${begin}:00+08:00`, created_at: `2026-11-28T${made}:00+08:00` }, cutoff, at)
  expect([may('confirmed', '11:37', 120), may('confirmed', '11:36', 120), may('waiting', '09:40', 120), may('done', '11:37', 0)]).toEqual([true, false, true, false])
  expect([may('confirmed', '10:00', 120, '09:32'), may('confirmed', '10:00', 120, '09:31'), may('confirmed', '09:36', 120, '09:32')], 'five minutes to undo it').toEqual([true, false, false])
})

it('a personal matter is shared with neighbours only by choice', () => {
  expect(['', 'facility', 'dispute', 'security', 'relief'].map((category) => shared({ category }))).toEqual([true, true, false, false, false])
  expect([shared({ category: 'dispute', share: true }), shared({ category: 'facility', share: false })]).toEqual([true, false])
})

it('a booking moves to free times of its service only', () => {
  const t = (id: string, begin: string, free: number) => ({ id, begin_at: `2026-11-28T${begin}:00+08:00`, free })
  const session = (id: string, service_id: string, periods: any[], state = 'open') =>
    ({ id, service_id, state, periods, free: periods.reduce((n, one) => n + one.free, 0), opens_at: '2026-11-20T08:30:00+08:00', end_at: '2026-11-28T18:00:00+08:00', begin_at: periods[0].begin_at, waiting: 0, waitlist_most: 5 }) as any
  const sessions = [
    session('1', '9', [t('11', '09:30', 1), t('12', '10:00', 2), t('13', '10:30', 0), t('14', '11:00', 1)]),
    session('2', '8', [t('21', '14:00', 3)]),
    session('3', '9', [t('31', '15:00', 3)], 'cancelled'),
    session('4', '9', [t('41', '15:00', 1)]),
  ]
  const times = otherTimes(sessions, { service_id: '9', period_id: '14' }, { rules: { notice_minutes: 10 } } as any, at)
  expect(times.map((one) => [one.session_id, one.period_id, one.words])).toEqual([['1', '12', '今天 10:00'], ['4', '41', '今天 15:00']])
})

it('the strip starts on its first day, also on a Sunday', () => {
  expect(sevenDays('2026-11-29')).toEqual(['2026-11-29', '2026-11-30', '2026-12-01', '2026-12-02', '2026-12-03', '2026-12-04', '2026-12-05'])
  expect([weeksOf('2026-11-29'), weeksOf('2026-11-30')]).toEqual([['2026-11-23', '2026-11-30'], ['2026-11-30']])
})

it('a booking for my mother, who has no name, says so in the list', () => {
  const booking = { id: '1', person_id: '7', person_name: '', state: 'confirmed', state_name: '已约好', service_name: '理发', begin_at: '2026-11-28T10:00:00+08:00' } as any
  const card = (family?: any[]) => mount(BookingCard, { props: { booking, family } }).text()
  session.person = { id: '1' } as any
  expect(card([{ person_id: '7', relation_name: '父母' }])).toContain('给父母约的')
  expect(card()).toContain('给家人约的')
})

it('a number of the queue is not read as how many wait', async () => {
  vi.spyOn(api as any, 'get').mockResolvedValue({ state: 'confirmed', number: 201, before: 0, calling: 0 })
  const card = mount(QueueCard, { props: { id: '1', state: 'confirmed' } })
  await flushPromises()
  expect(card.text()).toMatch(/201您的号0前面等着的人.*不是人数/)
  card.unmount()
})
