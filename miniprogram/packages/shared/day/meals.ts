// The meals that I bring today, on the device: they are kept for the day, and results go through the outbox with their own times.
import { api } from '../api/client'
import { newKey } from '../api/http'
import type { MealStop } from '../api/types'
import { keep, recall } from '../store/surroundings'
import { nameOutcome } from '../work/meal'
import { dayOf, momentOf, now } from '../util/time'
import { handOver, type Handed } from './today'

type Rounds = Awaited<ReturnType<typeof fetchRounds>>
const fetchRounds = () => api.get('/meals/rounds')

/** Loads the rounds and keeps them. */
export async function loadRounds(): Promise<Rounds> {
  const got = await fetchRounds()
  keep('meals', got)
  return got
}

/** The rounds kept today; yesterday's are gone. */
export function heldRounds(): Rounds | undefined {
  const held = recall<Rounds>('meals')
  return held?.day === dayOf(now()) ? held : undefined
}

/** Records what became of a portion, now or when there is a network. */
export const tick = (s: MealStop, outcome: string): Promise<Handed> => handOver({
  key: newKey(), to: `/meals/stops/${s.id}`, body: { outcome, at: momentOf(now()) }, photos: [], name: `${nameOutcome(s, outcome)}：${s.name} ${s.place}`, task: s.key,
})
