import { computed, ref, shallowRef, watch } from 'vue'
import { useRoute, useRouter } from 'vue-router'
import { api } from '@linli/shared/api/client'
import { wordsOf } from '@linli/shared/api/fault'
import type { Area } from '@linli/shared/api/types'
import { session } from '@linli/shared/store/session'
import { goTo, myCommunity, place, type Place } from '@linli/shared/work/places'

export interface Group { name: string; places: Place[] }
export interface Chosen extends Place { county?: boolean }

let known: { person: string; groups: Promise<Group[]> } | undefined
const below = async (id?: string): Promise<Area[]> => (await api.get('/areas', { parent_id: id })).items

async function communitiesBelow(id?: string): Promise<Group[]> {
  const areas = await below(id), groups: Group[] = []
  const here = areas.filter((a) => a.kind === 'community')
  if (here.length) groups.push({ name: '', places: here })
  for (const a of areas.filter((one) => one.kind === 'county' || one.kind === 'street')) {
    for (const g of await communitiesBelow(a.id)) groups.push({ name: g.name || a.name, places: g.places })
  }
  return groups
}

/** The community that a page is about. Most have one; streets and the centre choose, and it stands in the address. */
export function usePlace(withCounty = false) {
  const route = useRoute(), router = useRouter()
  const at = ref<Chosen>(), groups = shallowRef<Group[]>([]), problem = ref('')
  const county = computed<Chosen | undefined>(() => {
    const p = session.person?.postings.find((one) => one.role === 'centre')
    return withCounty && p ? { id: p.area_id, name: '全县', county: true } : undefined
  })
  const all = computed(() => groups.value.reduce<Place[]>((some, g) => [...some, ...g.places], []))
  const several = computed(() => all.value.length + (county.value ? 1 : 0) > 1)
  async function begin() {
    try {
      const first = await myCommunity()
      if (place.several && known?.person !== session.person!.id) known = { person: session.person!.id, groups: communitiesBelow(place.street || undefined) }
      groups.value = place.several ? await known!.groups : []
      const wanted = typeof route.query.at === 'string' ? route.query.at : ''
      at.value = (wanted && county.value?.id === wanted ? county.value : undefined) ?? all.value.find((p) => p.id === wanted) ?? first
      problem.value = ''
    } catch (thrown) {
      known = undefined
      problem.value = wordsOf(thrown)
    }
  }
  function go(id: string) {
    const found = id === county.value?.id ? county.value : all.value.find((p) => p.id === id)
    if (!found) return
    at.value = found
    if (!(found as Chosen).county) goTo(found as Area)
    void router.replace({ query: { ...route.query, at: id } })
  }
  watch(() => route.query.at, (id) => { if (typeof id === 'string' && id !== at.value?.id) go(id) })
  void begin()
  return { at, all, groups, county, several, problem, go, begin }
}
