// Texts of the pages of people, and their filters, which are the query of the address.
import { computed } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import type { Post } from '../roster/roster'

export const states: Record<Post['state'], string> = { current: '在任', future: '未到任', ended: '已结束' }
export const tones: Record<Post['state'], string> = { current: 'tag-good', future: 'tag-go', ended: '' }
/** Who works in an org, or speaks for it, has the org for a place. */
const inOrg = (p: Post): boolean => p.role === 'org_staff' || p.role === 'org_contact'
/** Role and place of a post. */
export const sayPost = (p: Post): string => `${p.role_name} ${inOrg(p) ? p.org_name : p.area_name}${p.org_name && !inOrg(p) ? `（${p.org_name}）` : ''}`
export const sayTimes = (p: Post): string => (p.from || p.to ? `${p.from || '一直'} 至 ${p.to || '长期'}` : '长期')

/** 专职 社区工作者; what they are good at. */
export const sayWork = (p: Post): string => [p.class_name, p.employed_name, p.specialties.length ? `专长：${p.specialties.join('、')}` : ''].filter(Boolean).join(' · ')

export const filterNames = ['words', 'area_id', 'role', 'state', 'bound', 'class', 'specialty'] as const
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
