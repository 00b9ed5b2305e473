// Content that renews itself while the page is in sight, and says when it is old.
import { computed, onMounted, onUnmounted, ref, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { useLoad } from '@linli/shared/use/load'

export const staleAfter = 100_000 // ms

export interface Live<T> { data: ShallowRef<T | undefined>; problem: Ref<string>; stale: ComputedRef<boolean>; load: () => Promise<void> }

/** Fetches again every 30 seconds or as often as told, not while the page is hidden; at once when it is seen again. */
export function useLive<T>(fetch: () => Promise<T>, every = 30_000): Live<T> {
  const got = useLoad(fetch), at = ref(0), clock = ref(Date.now())
  let tried = 0
  async function load(): Promise<void> {
    tried = Date.now()
    await got.load()
    clock.value = Date.now()
    if (!got.problem.value) at.value = clock.value
  }
  function tick(): void {
    clock.value = Date.now()
    if (document.visibilityState === 'visible' && clock.value - tried >= every) void load()
  }
  let timer = 0
  onMounted(() => {
    timer = window.setInterval(tick, 1000)
    document.addEventListener('visibilitychange', tick)
    tick()
  })
  onUnmounted(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', tick)
  })
  return { data: got.data, problem: got.problem, load, stale: computed(() => at.value > 0 && clock.value - at.value > staleAfter) }
}
