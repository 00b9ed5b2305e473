// Where something is: in one of the places of a community (场所), or in words.
import { api } from '../api/client'
import type { Premises } from '../api/types'
import type { Field, Values } from './form'

/** The places of a community, to choose from. */
export const premisesOf = async (community: string): Promise<Premises[]> => (await api.get('/communities/{id}/places', { id: community })).items

const elsewhere = 'words'

/** One of the places, or words for what is in none of them, or at the residents' own door. */
export function whereFields(places: Premises[], at: { place: string; place_id: string } | undefined, say: { label: string; most: number; hint: string }): Field[] {
  const there = places.find((p) => p.id === at?.place_id)
  const words: Field = { kind: 'words', name: 'place', label: say.label, must: true, most: say.most, value: there ? '' : at?.place, hint: say.hint }
  if (!places.length) return [{ ...words, note: '还没有登记场所。登记以后，在这里选。' }]
  return [
    {
      kind: 'choice', name: 'place_id', label: '在哪个场所', must: true, value: there?.id ?? (at ? elsewhere : ''), when: (v) => !v.door_to_door,
      options: [...places.map((p) => ({ value: p.id, name: p.name, sub: [p.floor, p.room].filter(Boolean).join(' ') })), { value: elsewhere, name: '不在这些场所' }],
    },
    { ...words, when: (v) => v.door_to_door || v.place_id === elsewhere },
  ]
}

/** What these fields say; with a place the words are its name. */
export function whereSaid(v: Values): { place: string; place_id: string } {
  const chosen = (!v.door_to_door && v.place_id !== elsewhere && v.place_id) || ''
  return { place_id: chosen, place: chosen ? '' : v.place.trim() }
}
