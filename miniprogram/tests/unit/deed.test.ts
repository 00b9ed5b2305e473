import { beforeEach, describe, expect, it, vi } from 'vitest'
import { Fault } from '@linli/shared/api/fault'
import { useDeed } from '@linli/shared/use/deed'

const toast = () => (globalThis as any).uni.showToast as ReturnType<typeof vi.fn>
beforeEach(() => { toast().mockReset() })

describe('a deed', () => {
  it('runs once however often the button is pressed', async () => {
    let done = 0
    let end = () => {}
    const deed = useDeed(() => { done++; return new Promise<void>((r) => { end = r }) })
    const first = deed.run()
    expect(deed.busy.value).toBe(true)
    expect(await deed.run()).toBe(false)
    end()
    expect(await first).toBe(true)
    expect([done, deed.busy.value]).toEqual([1, false])
  })

  it('keeps its key while the result is unknown, and only then', async () => {
    const keys: string[] = []
    const outcomes = [new Fault('network', '网络不通', 0), new Fault('http.502', '', 502), new Fault('report.state', '已变化', 409), undefined, undefined]
    const deed = useDeed(async (key) => { keys.push(key); const o = outcomes[keys.length - 1]; if (o) throw o })
    for (const _ of outcomes) await deed.run()
    expect(keys[1]).toBe(keys[0]) // no answer
    expect(keys[2]).toBe(keys[0]) // a bad gateway
    expect(keys[3]).not.toBe(keys[0]) // refused: a new key
    expect(keys[4]).not.toBe(keys[3]) // done: a new key
  })

  it('shows a failure with the message of the service', async () => {
    await useDeed(async () => { throw new Fault('report.urged', '您刚刚催过了，十分钟后再试', 429) }).run()
    expect(toast().mock.calls[0][0].title).toBe('您刚刚催过了，十分钟后再试')
  })
})
