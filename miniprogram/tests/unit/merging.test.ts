// Two people change one list.
import { expect, it } from 'vitest'
import { keysOf, merge, same } from '@linli/shared/work/merging'

const row = (k: string, v: number) => ({ k, v })
const put = (text: string) => text.split(' ').filter(Boolean).map((one) => row(one[0], +one.slice(1)))
const said = (all: { k: string; v: number }[]) => all.map((one) => one.k + one.v).join(' ')

it.each([
  ['nobody changed', 'a1 b1', 'a1 b1', 'a1 b1', 'a1 b1', '', ''],
  ['I changed', 'a1 b1', 'a1 b1', 'a2 b1', 'a2 b1', '', ''],
  ['they changed', 'a1 b1', 'a1 b2', 'a1 b1', 'a1 b2', '', 'b'],
  ['each another row', 'a1 b1', 'a1 b2', 'a2 b1', 'a2 b2', '', 'b'],
  ['both the same row', 'a1 b1', 'a3 b1', 'a2 b1', 'a2 b1', 'a', ''],
  ['both to the same value', 'a1', 'a2', 'a2', 'a2', '', ''],
  ['they added', 'a1', 'n1 a1', 'a2', 'n1 a2', '', 'n'],
  ['they took away what I left alone', 'a1 b1', 'a1', 'a1 b1', 'a1', '', 'b'],
  ['they took away what I changed', 'a1 b1', 'a1', 'a1 b2', 'a1 b2', 'b', ''],
  ['I took away what they changed', 'a1 b1', 'a1 b2', 'a1', 'a1', 'b', ''],
  ['I took away', 'a1 b1', 'a1 b1', 'a1', 'a1', '', ''],
  ['I moved', 'a1 b1', 'a1 b1', 'b1 a1', 'b1 a1', '', ''],
  ['both added one of the same name', '', 'n1', 'n2', 'n2', 'n', ''],
])('%s', (_, base, theirs, mine, rows, both, taken) => {
  const got = merge(put(base), put(theirs), put(mine), (one) => one.k)
  expect([said(got.rows), got.both.join(' '), got.taken.join(' ')]).toEqual([rows, both, taken])
})

it('equal keys are told apart, and the order of fields is none', () => {
  expect(keysOf(['x', 'y', 'x'], (one) => one)).toEqual(['x', 'y', 'x#2'])
  expect(same({ a: 1, b: [{ c: 2, d: 3 }] }, { b: [{ d: 3, c: 2 }], a: 1 })).toBe(true)
  expect(same([1, 2], [2, 1])).toBe(false)
})
