import { expect, it } from 'vitest'
import { Fault } from '@linli/shared/api/fault'
import { moved } from '../../office/pages/counter/cursor'
import { markOf, refusalOf } from '../../office/pages/counter/mark'
import { charOf, Scanner, type Stroke } from '../../office/pages/counter/scanner'
import { providersOf, rowsOf } from '../../office/pages/week/week'
import { bookingCode } from '@linli/shared/work/checkin'
import { mount } from '@vue/test-utils'
import SessionHead from '../../staff/session/ui/SessionHead.vue'
import { groupsOf, placesOf, stepsOf } from '@linli/shared/work/session'

const stroke = (key: string, at: number, more: Partial<Stroke> = {}): Stroke =>
  ({ key, code: /[A-Z]/i.test(key) && key.length === 1 ? `Key${key.toUpperCase()}` : /\d/.test(key) ? `Digit${key}` : key, at, ...more })
/** Types keys that far apart; the texts that came out. */
function typed(keys: string[], apart: number, more: Partial<Stroke> = {}): string[] {
  const s = new Scanner()
  return keys.map((k, i) => s.take(stroke(k, 1000 + i * apart, more))).filter(Boolean)
}
const slip = [...'LLB1207', 'Enter']

it('a scanner is known by its speed', () => {
  expect(typed(slip, 4)).toEqual(['LLB1207'])
  expect(typed(slip, 50)).toEqual(['LLB1207'])
  expect(typed(slip, 51)).toEqual([])
  expect(typed([...'jjj', 'Enter'], 4)).toEqual([]) // too short
  expect(typed([...'jjjjjjjj', 'Enter'], 4, { repeat: true })).toEqual([]) // a key that is held
  expect(typed(slip, 4, { command: true })).toEqual([])
  expect(typed([...slip, ...slip], 4)).toEqual(['LLB1207', 'LLB1207'])
})

it('Shift before a letter, and letters typed by hand before, do not disturb a scan', () => {
  expect(typed(['Shift', 'L', 'Shift', 'L', 'Shift', 'B', '9', '9', 'Enter'], 10)).toEqual(['LLB99'])
  const s = new Scanner()
  s.take(stroke('j', 0))
  expect(slip.map((k, i) => s.take(stroke(k, 400 + i * 5))).pop()).toBe('LLB1207')
})

it('an Enter some time after the letters is not the scanner\'s', () => {
  const s = new Scanner()
  slip.slice(0, -1).forEach((k, i) => s.take(stroke(k, i * 5)))
  expect(s.take(stroke('Enter', 500))).toBe('')
})

it('an input method that composes hides the letter, not the key', () => {
  const s = new Scanner()
  const got = slip.map((k, i) => s.take({ key: 'Process', code: /[A-Z]$/.test(k) && k.length === 1 ? `Key${k}` : /\d/.test(k) ? `Digit${k}` : k, at: i * 5 }))
  expect(got.pop()).toBe('LLB1207')
  expect([charOf({ key: 'Ｌ', code: 'KeyL', at: 0 }), charOf({ key: '5', code: 'Numpad5', at: 0 }), charOf({ key: 'Process', code: 'ShiftLeft', at: 0 })]).toEqual(['L', '5', ''])
})

it('the code is found in what was scanned', () => {
  expect(['llb12', ' LLB12 ', 'https://x/?c=LLB12', 'ＬＬＢ１２', 'abc'].map(bookingCode)).toEqual(['LLB12', 'LLB12', 'LLB12', 'ＬＬＢ１２', 'abc'])
})

const guest = (id: string, state: any, number = 0) => ({ id, state, number, rank: 0, name: `客${id}`, state_name: state, arrived_at: '2026-11-30T09:31:00+08:00' }) as any
const board = (session: any, seated: any[], more: any = {}) =>
  ({ session: { id: 's', places: 10, taken: 0, periods: [], ...session }, service_name: '理发', calling: 0, seated, waitlist: [], ended: [], queue: [], ...more }) as any

it('the places of a session add up', () => {
  const b = board({ places: 10, taken: 6 }, [guest('1', 'done', 1), guest('2', 'called', 2), guest('3', 'arrived', 3), guest('4', 'confirmed', 4), guest('5', 'confirmed', 5), guest('6', 'no_show', 6), guest('7', 'released', 7), guest('8', 'no_show', 8)],
    { waitlist: [guest('9', 'offered'), guest('10', 'waiting')] })
  const sums = placesOf(b)
  expect(mount(SessionHead, { props: { board: { ...b, session: { ...b.session, day: '2026-11-28', begin_at: '2026-11-28T09:00:00+08:00', end_at: '2026-11-28T10:00:00+08:00' } } } }).findAll('.sum-name').map((t: any) => t.text())).toEqual([...sums.map((s) => s.name), '等着', '已完成', '候补'])
  expect(sums.map((s) => [s.name, s.n])).toEqual([['名额', 10], ['已到', 3], ['还没到', 2], ['没来', 1], ['等候补答复', 1], ['空位', 3]])
  expect(sums.slice(1).reduce((n, s) => n + s.n, 0)).toBe(sums[0].n)
})

it('everybody in a session is in one group, the arrived ones in the order of calling', () => {
  const b = board({}, [guest('1', 'done', 1), guest('2', 'called', 2), guest('3', 'arrived', 3), guest('4', 'arrived', 4), guest('5', 'confirmed', 5)], { queue: ['4', '3'], ended: [guest('6', 'cancelled')] })
  expect(groupsOf(b).map((g) => [g.name, g.guests.map((one) => one.id).join()])).toEqual([['正在叫', '2'], ['排队', '4,3'], ['已约', '5'], ['已结束', '1'], ['已取消', '6']])
  expect(['confirmed', 'released', 'arrived', 'called', 'done', 'waiting'].map((state) => stepsOf(guest('1', state)).join())).toEqual(['arrive,miss', 'arrive', 'finish,miss', 'finish,recall,miss', '', ''])
})

it('the keyboard goes from session to session and from person to person, and stops at the ends', () => {
  const boards = [board({ id: 'a' }, [guest('1', 'confirmed', 1), guest('2', 'confirmed', 2), guest('3', 'done', 3)]), board({ id: 'b' }, []), board({ id: 'c' }, [guest('4', 'confirmed', 1)])]
  const none = () => new Set<string>()
  const go = (session: string, one: string, side: number, down: number) => Object.values(moved({ session, guest: one }, boards, none, side, down)).join()
  expect(go('', '', 1, 0)).toBe('a,1')
  expect(go('a', '1', 0, 1)).toBe('a,2')
  expect(go('a', '2', 0, 1)).toBe('a,2') // finished guests are folded away
  expect(go('a', '2', 1, 0)).toBe('b,')
  expect(go('b', '', 1, 0)).toBe('c,4')
  expect(go('c', '4', 1, 0)).toBe('c,4')
  expect(go('a', '1', -1, 0)).toBe('a,1')
  expect(go('gone', '9', 0, 1)).toBe('a,1')
})

it('a scan is answered in words', () => {
  const b = { id: '7', person_name: '王奶奶', service_name: '理发', number: 3, before: 2, community_id: 'k' } as any
  expect(markOf(b, guest('7', 'confirmed'), 'k')).toMatchObject({ tone: 'good', title: '已签到', words: '王奶奶，理发，3 号，前面还有 2 位' })
  expect(markOf(b, guest('7', 'arrived'), 'k')).toMatchObject({ tone: 'wait', title: '已经签到过', words: expect.stringContaining('09:31 就到了') })
  expect(markOf(b, undefined, 'other').tone).toBe('wait')
  const refused = (code: string, one?: any) => refusalOf(new Fault(code, '这个预约是 12月1日 09:00 的', 409), one).title
  expect(['booking.code', 'booking.missing', 'booking.not_today', 'booking.full'].map((code) => refused(code))).toEqual(['不是预约码', '没有这个预约', '不是今天的', '没有签到'])
  expect([refused('booking.state', guest('7', 'done')), refused('booking.state', guest('7', 'cancelled')), refused('booking.state')]).toEqual(['已经办完了', '不能签到', '不能签到'])
})

it('the sheet of a week has a row for each service and its people', () => {
  const cut = { name: '理发', place: '一楼', entries: [{ begin: '09:00', days: [1, 3], provider_ids: ['10'] }, { begin: '14:00', days: [1], provider_ids: ['11'] }] }
  const s = (id: string, service_id: string, day: string, begin: string, service?: any) => ({ id, service_id, day, begin_at: `${day}T${begin}:00+08:00`, service }) as any
  const items = [s('1', 'x', '2026-11-30', '09:00', cut), s('2', 'x', '2026-11-30', '14:00', cut), s('3', 'y', '2026-12-02', '08:30')]
  const rows = rowsOf('2026-11-30', items)
  expect(rows.map((r) => [r.name, r.days.map((d) => d.length).join('')])).toEqual([['服务', '0010000'], ['理发', '2000000']])
  expect(items.map((one) => providersOf(one).join())).toEqual(['10', '11', ''])
})
