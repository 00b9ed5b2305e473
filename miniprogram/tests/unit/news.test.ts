// The desks of a county listen for news: what they hear, and how they come back after a restart of the service.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { session } from '@linli/shared/store/session'
import { listen, pauseAfter, type News } from '../../office/live/news'
import { refusal, service } from './service'

const quiet = { reports: [], home: false, all: false }

describe('the news of a desk', () => {
  beforeEach(() => {
    vi.useFakeTimers()
    session.token = 'T'
    session.person = { id: '7' } as never
  })
  afterEach(async () => {
    session.token = ''
    await vi.advanceTimersByTimeAsync(120_000) // all have noticed
    vi.useRealTimers()
  })

  it.each([1500, 5000, 20_000])('comes back at another moment than the other 199, after %i ms', async (down) => {
    const begin = Date.now(), back: number[] = []
    service((asked) => {
      const at = Date.now() - begin
      if (at >= 1000 && at < down) return refusal(502, 'http.down', '连不上')
      if (at >= down && !(asked.url + JSON.stringify(asked.data ?? '')).includes('after-restart')) back.push(at)
      return { statusCode: 200, data: { ...quiet, next: at >= down ? 'after-restart' : 'before' } }
    })
    for (let i = 0; i < 200; i++) void listen(1000, () => {})
    await vi.advanceTimersByTimeAsync(down + 60_000)
    expect(back.length).toBe(200)
    const perSecond = new Map<number, number>()
    for (const at of back) perSecond.set(Math.floor(at / 1000), (perSecond.get(Math.floor(at / 1000)) ?? 0) + 1)
    expect(Math.max(...perSecond.values())).toBeLessThan(80)
  })

  it('waits longer after each failure, a minute at most', () => {
    for (const [failures, least, most] of [[1, 1000, 5000], [2, 2000, 10_000], [4, 8000, 40_000], [5, 12_000, 60_000], [50, 12_000, 60_000]]) {
      const all = Array.from({ length: 200 }, () => pauseAfter(failures))
      expect(Math.min(...all)).toBeGreaterThanOrEqual(least)
      expect(Math.max(...all)).toBeLessThanOrEqual(most)
    }
  })

  it('says after a silence that everything is to be read again, once', async () => {
    let down = false
    const heard: News[] = []
    service(() => (down ? refusal(502, 'http.down', '连不上') : { statusCode: 200, data: { ...quiet, next: 'n' } }))
    void listen(1000, (news) => heard.push(news))
    await vi.advanceTimersByTimeAsync(3000)
    down = true
    await vi.advanceTimersByTimeAsync(20_000)
    expect(heard).toEqual([])
    down = false
    await vi.advanceTimersByTimeAsync(60_000)
    expect(heard).toEqual([{ reports: [], home: true, all: true }])
  })
})
