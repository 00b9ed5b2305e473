import { computed, watch } from 'vue'
import { useLoad } from '@linli/shared/use/load'
import { useRowDeeds } from '@linli/shared/use/rows'

/**
 * What is open beside a list, and its deeds. It is read when another row is opened and after a deed, of which the list is told;
 * `shown` is never that of the row before.
 */
export function useDetail<T extends { id: string }>(id: () => string, fetch: (id: string) => Promise<T>, told: () => void) {
  const got = useLoad(() => fetch(id()))
  watch(id, (now) => { if (now) void got.load() }, { immediate: true })
  const shown = computed(() => (got.data.value?.id === id() ? got.data.value : undefined))
  async function changed(): Promise<void> {
    told()
    await got.load()
  }
  return { got, shown, changed, ...useRowDeeds(changed) }
}
