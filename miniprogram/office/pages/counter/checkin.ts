import { shallowRef } from 'vue'
import { Fault } from '@linli/shared/api/fault'
import { newKey } from '@linli/shared/api/http'
import { arrive, bookingCode } from '@linli/shared/work/checkin'
import type { Guest } from '@linli/shared/work/guest'
import { markOf, refusalOf, type Mark } from './mark'

export interface Counter {
  community: () => string
  /** A booking of today as the page knows it. */
  find: (id: string) => Guest | undefined
  load: () => Promise<void>
  show: (id: string) => void
}

/** Checks in by codes, one after the other, however fast they come. */
export function useCheckIn(c: Counter) {
  const mark = shallowRef<Mark>()
  const known = (code: string) => c.find(code.replace(/^LLB/, ''))
  async function one(said: string): Promise<void> {
    const code = bookingCode(said), before = known(code)
    try {
      const b = await arrive(said, newKey())
      mark.value = markOf(b, before, c.community())
      await c.load()
      c.show(b.id)
    } catch (thrown) {
      if (thrown instanceof Fault && thrown.status === 409) await c.load()
      mark.value = refusalOf(thrown, known(code))
    }
  }
  let turn = Promise.resolve()
  const checkIn = (said: string): void => { turn = turn.then(() => one(said)) }
  return { mark, checkIn }
}
