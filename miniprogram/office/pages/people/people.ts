// The filters of the pages of people, which are the query of the address.
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Post } from '@linli/shared/work/roster'

export const tones: Record<Post['state'], string> = { current: 'tag-good', future: 'tag-go', ended: '' }

export const filterNames = ['words', 'area_id', 'role', 'state', 'bound', 'class', 'specialty', 'org_id'] as const
export type FilterName = (typeof filterNames)[number]

/** The filters and the open person of the address. */
export function usePeopleFilters() {
  const route = useRoute(), router = useRouter()
  const one = (name: string): string => (typeof route.query[name] === 'string' ? (route.query[name] as string) : '')
  const filters = computed(() => Object.fromEntries(filterNames.map((n) => [n, one(n)])) as Record<FilterName, string>)
  const open = computed(() => one('open'))
  function change(parts: Record<string, string>): void {
    const query = { ...route.query, ...parts }
    for (const name of Object.keys(query)) if (query[name] === '') delete query[name]
    void ('open' in parts && parts.open ? router.push({ query }) : router.replace({ query }))
  }
  return { filters, open, change, filtered: computed(() => filterNames.some((n) => filters.value[n])) }
}
