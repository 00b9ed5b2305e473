import { describe, expect, it } from 'vitest'
import { fenOf, fundForm, fundUseForm, sayYuan, type Fund } from '@linli/shared/work/fund'

describe('an amount of money', () => {
  it.each([
    ['12', 1200], ['12.5', 1250], ['12.05', 1205], ['0.07', 7], ['1.10', 110], [' 300 ', 30_000], ['-4.56', -456], ['0', 0], ['0.00', 0],
    ['8.29', 829], ['1.15', 115], ['999999999.99', 99_999_999_999], // floats would lose a 分 of some
  ])('%s yuan is %i fen', (typed, fen) => { expect(fenOf(typed) + 0).toBe(fen) })

  it.each(['', ' ', '1.234', '1.', '.5', '1,000', '一百', '12元', '--1', '+1', '1e3', '1234567890', '1 2', '１２'])('%j is no amount', (typed) => {
    expect(fenOf(typed)).toBeNaN()
  })

  it('is said with two digits, and read back', () => {
    expect(sayYuan(829)).toBe('8.29 元')
    expect(sayYuan(-45_000)).toBe('-450.00 元')
    for (const fen of [1, 99, 100, 115, 829, 1_000_000_05]) expect(fenOf(sayYuan(fen).replace(' 元', ''))).toBe(fen)
  })

  it('is asked for: a fund has one above 0, a use may take one back', () => {
    const check = (form: { check?: (v: any) => string }, amount: string) => form.check!({ amount })
    const fund = { id: '1', title: '工作经费', year: 2026, balance_fen: 100 } as Fund
    expect(check(fundForm('2026'), '100')).toBe('')
    expect(check(fundForm('2026'), '-1')).not.toBe('')
    expect(check(fundForm('2026'), '0')).not.toBe('')
    expect(check(fundUseForm(fund), '-0.5')).toBe('')
    expect(check(fundUseForm(fund), '0')).not.toBe('')
    expect(check(fundUseForm(fund), '两块')).not.toBe('')
  })
})
