import { afterEach, describe, expect, it, vi } from 'vitest'
import { computed } from 'vue'
import { clock, dayOf, instant, later, monday, now, sayDue, sayNearDay, sayTime, setServerTime, weekday } from '@linli/shared/util/time'

const at = instant('2026-11-26T10:00:00+08:00')
afterEach(() => { vi.useRealTimers(); setServerTime(new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19)) })

describe('times', () => {
  it('are Beijing\'s in any time zone of the telephone', () => {
    expect(new Date(at).toISOString()).toBe('2026-11-26T02:00:00.000Z')
    expect(dayOf(instant('2026-11-26T00:30:00+08:00'))).toBe('2026-11-26') // still the 25th in UTC
    expect(clock('2026-11-26T09:05:00+08:00')).toBe('09:05')
    expect(weekday('2026-11-26')).toBe('周四')
  })

  it('are worded as in speech', () => {
    for (const [iso, said] of [
      ['2026-11-26T09:59:40+08:00', '刚刚'], ['2026-11-26T09:55:00+08:00', '5分钟前'], ['2026-11-26T08:00:00+08:00', '今天 08:00'],
      ['2026-11-25T18:02:00+08:00', '昨天 18:02'], ['2026-11-26T12:00:00+08:00', '今天 12:00'], ['2026-11-27T00:10:00+08:00', '明天 00:10'],
      ['2026-11-20T18:02:00+08:00', '11月20日 18:02'], ['', ''],
    ]) expect(sayTime(iso, at)).toBe(said)
    for (const [iso, said] of [
      ['2026-11-26T09:30:00+08:00', '今天 09:30 前'], ['2026-11-26T10:00:00+08:00', '今天 10:00 前'], ['2026-11-27T09:30:00+08:00', '明天 09:30 前'],
      ['2026-11-20T18:02:00+08:00', '11月20日 18:02 前'], ['', ''],
    ]) expect(sayDue(iso, at)).toBe(said) // never 30分钟前 前
    expect(sayNearDay('2026-12-01', at)).toBe('12月1日 周二')
  })

  it('count weeks from Monday, over the end of a year', () => {
    expect(monday('2026-11-26')).toBe('2026-11-23')
    expect(monday('2026-11-29')).toBe('2026-11-23')
    expect(monday('2026-12-31', 1)).toBe('2027-01-04')
    expect(later('2026-12-31', 1)).toBe('2027-01-01')
  })

  it('follow the service\'s clock, not the telephone\'s', () => {
    setServerTime('2030-01-01T00:00:00+08:00')
    expect(dayOf(now())).toBe('2030-01-01')
  })

  it('are said again when the service\'s clock is known', () => {
    setServerTime('2030-01-01T12:00:00+08:00')
    const said = computed(() => sayTime('2030-01-03T09:30:00+08:00'))
    expect(said.value).toBe('后天 09:30')
    setServerTime('2030-01-03T12:00:00+08:00')
    expect(said.value).toBe('今天 09:30')
  })
})
