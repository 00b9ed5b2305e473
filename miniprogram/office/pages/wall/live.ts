// Content that renews itself while the page is in sight, and says when it is old.
import { computed, onMounted, onUnmounted, ref, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { useLoad, type About } from '@linli/shared/use/load'

export const staleAfter = 100_000 // ms

export interface Live<T> { data: ShallowRef<T | undefined>; problem: Ref<string>; stale: ComputedRef<boolean>; load: () => Promise<void> }

/** Fetches again every 30 seconds or as often as told, not while the page is hidden; at once when it is seen again. */
export function useLive<T, A>(fetch: (of: A) => Promise<T>, about: About<A>, every = 30_000): Live<T> {
  const clock = ref(Date.now()), at = ref(0)
  let tried = 0
  const { data, problem, load } = useLoad((of: A) => { tried = Date.now(); return fetch(of) }, about)
  watch(data, (got) => { clock.value = Date.now(); at.value = got ? clock.value : 0 })
  function tick(): void {
    clock.value = Date.now()
    if (document.visibilityState === 'visible' && tried && clock.value - tried >= every) void load()
  }
  let timer = 0
  onMounted(() => {
    timer = window.setInterval(tick, 1000)
    document.addEventListener('visibilitychange', tick)
  })
  onUnmounted(() => {
    clearInterval(timer)
    document.removeEventListener('visibilitychange', tick)
  })
  return { data, problem, load, stale: computed(() => at.value > 0 && clock.value - at.value > staleAfter) }
}
