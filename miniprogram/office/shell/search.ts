// Search over everything in the territory, from one field. What is searched for is never part of an address.
import { computed, ref, shallowRef, watch } from 'vue'
import type { RouteLocationRaw } from 'vue-router'
import { api } from '@linli/shared/api/client'
import { wordsOf } from '@linli/shared/api/fault'
import type { components } from '@linli/shared/api/types'
import { sayTime } from '@linli/shared/util/time'
import { sayResident } from '@linli/shared/work/resident'

type Hits = components['schemas']['Hits']

/** One hit: where it leads, or the resident whose card it opens. */
export interface Hit { key: string; title: string; sub: string; urgent?: boolean; to?: RouteLocationRaw; resident?: string }
export interface Group { name: string; hits: Hit[] }

/** The hits by kind, in the order in which they are shown. */
export function groupsOf(h: Hits): Group[] {
  const all: Group[] = [
    { name: '事件', hits: h.reports.map((r) => ({ key: `r${r.id}`, title: r.text.replace(/\s+/g, ' ') || r.title, sub: `${r.number} · ${r.state_name} · ${r.area_name || r.place} · ${sayTime(r.submitted_at)}`, urgent: r.urgent, to: { path: '/reports', query: { list: 'all', open: r.id } } })) },
    { name: '居民', hits: h.residents.map((r) => ({ key: `p${r.id}`, title: r.name || '没有留姓名', sub: sayResident(r), resident: r.id })) },
    { name: '预约', hits: h.bookings.map((b) => ({ key: `b${b.id}`, title: `${b.name || '没有留姓名'} · ${b.service}`, sub: [sayTime(b.begin_at), b.state_name].filter(Boolean).join(' · '), resident: b.person_id })) },
    { name: '工作人员和红管家', hits: h.staff.map((m) => ({ key: `m${m.id}`, title: m.name, sub: [m.postings.map((p) => `${p.area_name} ${p.role_name}`).join('，'), m.phone].filter(Boolean).join(' · '), to: { path: '/people', query: { open: m.id } } })) },
    { name: '公告', hits: h.bulletins.map((b) => ({ key: `a${b.id}`, title: b.title, sub: sayTime(b.at), to: { path: '/bulletins', query: { open: b.id } } })) },
    { name: '地方', hits: h.places.map((a) => ({ key: `w${a.id}`, title: a.name, sub: '这里的事件', to: { path: '/reports', query: { list: 'all', area_id: a.id } } })) },
  ]
  return all.filter((g) => g.hits.length)
}

/** A telephone number is looked up only when the person asks for it: each look is recorded. */
export const isPhone = (words: string): boolean => /^\+?[\d\s-]{7,}$/.test(words.trim())

const quiet = 250, least = 2 // ms; characters

/** The field's words and what they find; the last words win. */
export function useSearch() {
  const words = ref(''), hits = shallowRef<Hits>(), busy = ref(false), problem = ref('')
  let turn = 0, timer: ReturnType<typeof setTimeout> | undefined

  async function find(after = ''): Promise<void> {
    clearTimeout(timer)
    const mine = ++turn, q = words.value.trim()
    if (q.length < least) { hits.value = undefined; busy.value = false; return }
    busy.value = true
    try {
      const got = await api.post('/staff/search', {}, after ? { q, after } : { q })
      if (mine !== turn) return
      hits.value = after && hits.value ? { ...hits.value, reports: [...hits.value.reports, ...got.reports], next: got.next } : got
      problem.value = ''
    } catch (thrown) {
      if (mine === turn) { problem.value = wordsOf(thrown); if (!after) hits.value = undefined }
    }
    if (mine === turn) busy.value = false
  }
  watch(words, (now) => {
    clearTimeout(timer)
    turn++
    busy.value = false
    if (now.trim().length < least) { hits.value = undefined; problem.value = ''; return }
    if (!isPhone(now)) timer = setTimeout(() => { void find() }, quiet)
  })
  const groups = computed(() => (hits.value ? groupsOf(hits.value) : []))
  return { words, groups, busy, problem, find, rest: computed(() => hits.value?.next ?? ''), asked: computed(() => hits.value !== undefined) }
}
