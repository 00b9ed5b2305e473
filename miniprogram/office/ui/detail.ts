import { computed, watch } from 'vue'
import { useLoad } from '@linli/shared/use/load'

/** What is open beside a list, read when another row is opened; `shown` is never that of the row before. */
export function useDetail<T extends { id: string }>(id: () => string, fetch: (id: string) => Promise<T>) {
  const got = useLoad(() => fetch(id()))
  watch(id, (now) => { if (now) void got.load() }, { immediate: true })
  const shown = computed(() => (got.data.value?.id === id() ? got.data.value : undefined))
  return { got, shown }
}
