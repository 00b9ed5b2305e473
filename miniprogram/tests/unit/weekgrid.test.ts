// The week of the timetable: blocks side by side, moved and stretched.
import { expect, it } from 'vitest'
import { blocksOf, clockOf, moved, sayLine, stretched, type Line } from '../../office/pages/services/grid'

const line = (begin: string, end: string, days = [1], step_minutes = 0): Line => ({ begin, end, days, step_minutes })
const service = (...entries: Line[]): any => ({ id: '1', entries: entries.map((e, i) => ({ id: String(i), ...e })) })

it.each([
  ['one', [['09:00', '11:00']], '0/1'],
  ['one after the other', [['09:00', '10:00'], ['10:00', '11:00']], '0/1 0/1'],
  ['two at once', [['09:00', '11:00'], ['10:00', '12:00']], '0/2 1/2'],
  ['a free lane is used again', [['09:00', '12:00'], ['09:00', '10:00'], ['10:00', '11:00']], '0/2 1/2 1/2'],
  ['a later group is wide again', [['09:00', '10:00'], ['09:30', '10:30'], ['11:00', '12:00']], '0/2 1/2 0/1'],
])('%s', (_, times, want) => {
  expect(blocksOf([service(...times.map(([b, e]) => line(b, e)))]).map((b) => `${b.lane}/${b.lanes}`).join(' ')).toBe(want)
})

it('a change stands in for its line, on each of its days', () => {
  const got = blocksOf([service(line('09:00', '10:00', [1, 3]))], { id: '0', to: line('14:00', '15:00', [2, 3]) })
  expect(got.map((b) => `${b.key} ${clockOf(b.from)}`)).toEqual(['0-2 14:00', '0-3 14:00'])
})

it.each([
  ['later', 1, 1, 30, '周一、三 09:30-11:30'],
  ['another day', 1, 2, 0, '周二、三 09:00-11:00'],
  ['not onto a day that it has', 1, 3, 0, '周一、三 09:00-11:00'],
  ['not before midnight', 1, 1, -900, '周一、三 00:00-02:00'],
  ['not beyond midnight', 1, 1, 2000, '周一、三 22:00-24:00'],
])('moved %s', (_, day, to, by, want) => { expect(sayLine(moved(line('09:00', '11:00', [1, 3]), day, to, by))).toBe(want) })

it.each([
  ['longer', 0, 30, '周一 09:00-11:30'], ['shorter', 0, -60, '周一 09:00-10:00'], ['never empty', 0, -900, '周一 09:00-09:15'],
  ['by whole periods', 30, 20, '周一 09:00-11:30'], ['at least one period', 30, -900, '周一 09:00-09:30'], ['until midnight', 0, 2000, '周一 09:00-24:00'],
])('stretched %s', (_, step, by, want) => { expect(sayLine(stretched(line('09:00', '11:00', [1], step), by))).toBe(want) })
