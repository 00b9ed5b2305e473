// The community of my work. Most staff have one; streets and the centre choose.
import { reactive, ref } from 'vue'
import { api } from '../api/client'
import { Fault } from '../api/fault'
import { session, signIn } from '../store/session'
import { keep, recall } from '../store/surroundings'
import type { Area } from '../api/types'
import { postings } from './powers'

export interface Place { id: string; name: string }

export const place = reactive({ at: undefined as Place | undefined, several: false, street: '' })

const turns = ref(0)
/** What the content of a page about my community is about, before it is known which that is: it changes with each choice. */
export const chosenPlace = () => ({ turn: turns.value })

const local = ['grid_officer', 'grid_lead', 'clerk', 'secretary', 'steward', 'building_lead', 'unit_lead']

/** The community of my work, loaded once for each person; the first one below me when I work above communities. Throws a Fault. */
export async function myCommunity(): Promise<Place> {
  if (!session.person) await signIn()
  if (place.at && person === session.person?.id) return place.at
  const mine = postings()
  const kept = recall<Place>('community')
  const above = mine.find((p) => p.role === 'street' || p.role === 'centre' || p.role === 'operator')
  place.several = !!above
  place.street = above?.role === 'street' ? above.area_id : ''
  const own = mine.find((p) => p.role === 'clerk' || p.role === 'secretary')
  let at: Place | undefined
  if (above && kept) at = kept
  else if (own) at = { id: own.area_id, name: own.area_name }
  else if (above) at = await firstBelow(place.street)
  else if (mine.some((p) => local.includes(p.role))) {
    const { community_id: id } = await api.get('/staff/hours')
    at = { id, name: mine.find((p) => local.includes(p.role))!.area_name.split(' ')[0] }
  } else if (session.person?.community_id) at = { id: session.person.community_id, name: session.person.home_name.split(' ')[0] }
  if (!at) throw new Fault('client.community', '您还没有任职的社区', 0)
  person = session.person?.id ?? ''
  place.at = at
  return at
}

let person = ''

async function firstBelow(street: string): Promise<Place | undefined> {
  const below = async (id: string): Promise<Area[]> => (await api.get('/areas', { parent_id: id || undefined })).items
  let areas = await below(street)
  for (let step = 0; step < 3 && areas.length; step++) {
    const found = areas.find((a) => a.kind === 'community')
    if (found) return { id: found.id, name: found.name }
    areas = await below(areas[0].id)
  }
  return undefined
}

/** Switches to another community. */
export function goTo(area: Area): void {
  place.at = { id: area.id, name: area.name }
  turns.value++
  keep('community', place.at)
}
