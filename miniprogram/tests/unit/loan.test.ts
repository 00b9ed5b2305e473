// How a loan is said, and what is asked before something is lent.
import { describe, expect, it } from 'vitest'
import type { Loan, Thing } from '@linli/shared/api/types'
import { backBy, dueOf, presses, sayDays, sayLeft } from '@linli/shared/ui/loan'
import { instant } from '@linli/shared/util/time'
import { backForm, lendForm, sayLoan, thingForm } from '@linli/shared/work/loan'
import { missing, startOf } from '@linli/shared/work/form'

const at = instant('2026-11-30T10:00:00+08:00')
const thing: Thing = { id: '1', community_id: '4', place_id: '', name: '轮椅', place: '一楼', about: '', stock: 2, left: 1, days: 7, self_service: false, can: [] }

describe('a loan', () => {
  it('says until when, in words as well as in a colour', () => {
    for (const [due, text, tone] of [
      ['2026-12-03', '12月3日到期', 'go'], ['2026-12-01', '明天到期', 'go'], ['2026-11-30', '今天到期', 'urgent'],
      ['2026-11-29', '已过期 1 天', 'bad'], ['2026-10-31', '已过期 30 天', 'bad'],
    ]) expect(dueOf({ state: 'out', state_name: '借用中', late: false, due }, at)).toEqual({ text, tone })
    expect(dueOf({ state: 'back', state_name: '已归还', late: false, due: '2026-11-01' }, at)).toEqual({ text: '已归还', tone: 'off' })
    expect(dueOf({ state: 'lost', state_name: '找不回', late: false, due: '2026-11-01' }, at)).toEqual({ text: '找不回', tone: 'bad' })
  })

  it('presses from its last day until it is back', () => {
    expect(['2026-12-01', '2026-11-30', '2026-11-29'].map((due) => presses({ state: 'out', due }, at))).toEqual([false, true, true])
    expect(presses({ state: 'back', due: '2026-11-29' }, at)).toBe(false)
  })

  it('says what is left and for how long', () => {
    expect([sayLeft({ left: 3 }), sayLeft({ left: 0 }), sayDays(0), sayDays(3)]).toEqual(['还有 3 件', '借完了', '当天还', '借 3 天'])
    expect([backBy(0, at), backBy(1, at), backBy(3, at)]).toEqual(['今天', '明天', '12月3日'])
  })

  it('is named with its piece and its borrower', () => {
    const l = { thing: '轮椅', copy: '2号', borrower: '孙奶奶' } as Loan
    expect([sayLoan(l), sayLoan({ ...l, copy: '', borrower: '' })]).toEqual(['轮椅 2号，孙奶奶', '轮椅'])
  })
})

describe('the forms of the counter', () => {
  it('offer only what is there, and choose it when there is one', () => {
    const form = lendForm([thing, { ...thing, id: '2', name: '拐杖', left: 0 }])
    expect(form.fields[0]).toMatchObject({ value: '1', options: [{ value: '1', name: '轮椅', sub: '还有 1 件，借 7 天' }] })
    expect(missing(form, { ...startOf(form.fields), name: '孙奶奶' })).toBe('请填写“电话”')
  })

  it('ask what is broken before a piece is not lent any more', () => {
    const form = backForm({ id: '1', thing: '轮椅', copy: '', borrower: '孙奶奶' } as Loan), start = startOf(form.fields)
    expect([missing(form, start), missing(form, { ...start, gone: true }), missing(form, { ...start, gone: true, words: '轮子坏了' })]).toEqual(['', '请写明坏在哪里', ''])
  })

  it('read how many and for how long', () => {
    const form = thingForm('4', []), good = { ...startOf(form.fields), name: '雨伞', place: '一楼', stock: '6' }
    const says = (v: object) => missing(form, { ...good, ...v })
    expect([says({}), says({ stock: '0' }), says({ stock: '1.5' }), says({ days: 'other' }), says({ days: 'other', other: '91' }), says({ days: 'other', other: '14' })])
      .toEqual(['', '一共几件，请填 1 至 999', '一共几件，请填 1 至 999', '请填写“几天”', '借期请填 0 至 90 天', ''])
    expect(startOf(thingForm('4', [], { ...thing, days: 14 }).fields)).toMatchObject({ days: 'other', other: '14', stock: '2' })
  })
})
