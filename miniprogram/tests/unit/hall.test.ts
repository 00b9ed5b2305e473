// Which half-hours of a place are free, and until when one can have it.
import { describe, expect, it } from 'vitest'
import { freeEnds, freeStarts, sayDayOf, type HallDay } from '@linli/shared/ui/hall'
import { clock, instant } from '@linli/shared/util/time'

const t = (hour: string) => `2026-11-25T${hour}:00+08:00`
const day = (more: Partial<HallDay> = {}): HallDay => ({ day: '2026-11-25', open: [{ from: t('14:00'), to: t('17:00') }], holiday: '', closed: '', busy: [], ...more })
const before = instant(t('08:00'))

describe('the free half-hours of a place', () => {
  it('are those of its opening hours', () => {
    expect(freeStarts(day(), before).map(clock)).toEqual(['14:00', '14:30', '15:00', '15:30', '16:00', '16:30'])
  })
  it('begin after now', () => {
    expect(freeStarts(day(), instant(t('15:00'))).map(clock)).toEqual(['15:30', '16:00', '16:30'])
  })
  it('leave out every half-hour that a session touches', () => {
    const d = day({ busy: [{ from: t('14:45'), to: t('15:30'), held: 'session', what: '书法课' }] })
    expect(freeStarts(d, before).map(clock)).toEqual(['14:00', '15:30', '16:00', '16:30'])
    expect(freeEnds(d, t('14:00'), before).map(clock)).toEqual(['14:30'])
    expect(freeEnds(d, t('15:30'), before).map(clock)).toEqual(['16:00', '16:30', '17:00'])
  })
  it('are none on a closed day, a holiday, and where it is not open', () => {
    expect(freeStarts(day({ closed: '检修电路' }), before)).toEqual([])
    expect(sayDayOf(day({ closed: '检修电路' }), before)).toBe('不开放：检修电路')
    expect(sayDayOf(day({ open: [], holiday: '国庆节' }), before)).toBe('国庆节不外借')
    expect(sayDayOf(day({ open: [] }), before)).toBe('这一天不开放')
    expect(sayDayOf(day(), instant(t('18:00')))).toBe('这一天没有空了')
    expect(sayDayOf(day(), before)).toBe('开放 14:00–17:00')
  })
})
