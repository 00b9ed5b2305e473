// The numbers of what waits, in the menu and at the lists. They are read again on news of reports, after each deed, when the window
// comes to the front, and every minute: not everything that is counted is news.
import { onBeforeUnmount, onMounted, shallowRef } from 'vue'
import { api } from '@linli/shared/api/client'
import type { components } from '@linli/shared/api/types'
import { session } from '@linli/shared/store/session'
import { may } from '@linli/shared/work/powers'
import { onNews } from './news'

type Numbers = components['schemas']['HomeNumbers']
export type NumberName = keyof Numbers

export const numbers = shallowRef<Partial<Numbers>>({})

const pause = 60_000 // ms
let turn = 0

/** Reads the numbers again; what cannot be read now stays as it was. */
export async function countAgain(): Promise<void> {
  const mine = ++turn, who = session.person?.id
  const got = may('work') ? await api.get('/staff/home').catch(() => undefined) : {}
  if (got && mine === turn && who === session.person?.id) numbers.value = got
}

/** Keeps the numbers new while the component is there. */
export function useCounting(): void {
  const seen = () => { if (document.visibilityState === 'visible') void countAgain() }
  const clock = setInterval(seen, pause)
  onMounted(() => { document.addEventListener('visibilitychange', seen) })
  const deaf = onNews((news) => { if (news.home || news.all) void countAgain() })
  onBeforeUnmount(() => { clearInterval(clock); deaf(); document.removeEventListener('visibilitychange', seen) })
}

/** 3, or 999+ */
export const sayNumber = (n: number): string => (n >= 1000 ? '999+' : String(n))
