// The filters of the inbox are the query of the address: a link opens the same rows.
import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery } from 'vue-router'
import type { paths } from '@linli/shared/api/types'
import { later } from '@linli/shared/util/time'
import { myLists, type List } from '@linli/shared/work/lists'

export type Asked = NonNullable<paths['/api/v1/staff/reports']['get']['parameters']['query']>

/** The filters beside the list. */
export const filterNames = ['family', 'category', 'state', 'area_id', 'holder', 'source', 'light', 'from', 'to'] as const
export type FilterName = (typeof filterNames)[number]

/** The filters that are chosen from a list, as they stand beside each other. */
export const filterFields: { name: FilterName; label: string }[] = [
  { name: 'family', label: '大类' }, { name: 'category', label: '类别' }, { name: 'state', label: '状态' }, { name: 'light', label: '期限' },
  { name: 'area_id', label: '网格、区划' }, { name: 'holder', label: '谁在办' }, { name: 'source', label: '来源' },
]

const one = (query: LocationQuery, name: string): string => (typeof query[name] === 'string' ? (query[name] as string) : '')

/** Reads and changes the list, filters, order and open report of the address. */
export function useFilters() {
  const route = useRoute(), router = useRouter()
  const list = computed(() => (one(route.query, 'list') || 'waiting') as List)
  const filters = computed(() => Object.fromEntries(filterNames.map((name) => [name, one(route.query, name)])) as Record<FilterName, string>)
  const sort = computed(() => one(route.query, 'sort'))
  const open = computed(() => one(route.query, 'open'))
  const filtered = computed(() => filterNames.some((name) => filters.value[name]))

  /** What the service is asked for; days become moments. */
  const asked = computed((): Asked => {
    const f = filters.value
    const moments = { from: f.from && `${f.from}T00:00:00+08:00`, to: f.to && `${later(f.to, 1)}T00:00:00+08:00` }
    const set = Object.fromEntries(Object.entries({ ...f, ...moments, sort: sort.value }).filter(([, value]) => value))
    return { list: list.value, size: pageSize, ...set } as Asked
  })
  /** Changes the address; "" removes a part. The open report is one step of the way back, filters are not. */
  function change(parts: Record<string, string>): void {
    const query: LocationQuery = { ...route.query, ...parts }
    for (const name of Object.keys(query)) if (query[name] === '') delete query[name]
    const opens = 'open' in parts && !open.value && parts.open !== ''
    void (opens ? router.push({ query }) : router.replace({ query }))
  }
  const name = computed(() => myLists().find((l) => l.list === list.value)?.name ?? '')
  const empty = computed(() => (filtered.value ? '没有符合条件的事件' : myLists().find((l) => l.list === list.value)?.empty ?? ''))
  return { list, filters, sort, open, filtered, asked, name, empty, change }
}

export const pageSize = 50
