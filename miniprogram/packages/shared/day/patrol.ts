// The day of somebody who walks rounds (巡查), kept on the device; scans, finds and the end of a round go through the outbox with
// their own times.
import { api } from '../api/client'
import { newKey } from '../api/http'
import { outbox, type Waiting } from '../store/outbox'
import { keep, recall } from '../store/surroundings'
import type { KeptPhoto } from '../use/photos'
import { boardToken } from '../util/scan'
import { clock, dayOf, now } from '../util/time'
import { handForm, handOver, type Handed } from './today'

type Answer = Awaited<ReturnType<typeof fetchDay>>
export type Planned = Answer['planned'][number]
export type Point = Planned['points'][number]

const fetchDay = () => api.get('/patrols')

/** Loads the day and keeps it. */
export async function loadPatrols(): Promise<Answer> {
  const day = await fetchDay()
  keep('patrols', day)
  return day
}

/** The day kept today; yesterday's is gone. */
export function heldPatrols(): Answer | undefined {
  const held = recall<Answer>('patrols')
  return held?.day === dayOf(now()) ? held : undefined
}

/** The code of a board or a place in a scanned or typed text, "" for anything else. */
export function patrolCode(said: string): string {
  const place = decodeURIComponent(said.trim()).match(/(?:scene=|^)(p_\d+_[0-9a-f]+)/)
  return place?.[1] ?? boardToken(said)
}

const at = () => new Date(now()).toISOString()

/** What was scanned with a network before has a name without one. */
const names = (): Record<string, string> => recall<Record<string, string>>('patrol_codes') ?? {}

/** Sends a scan, now or when there is a network. */
export function sendScan(code: string, plan_id = '', floor = ''): Promise<Handed> {
  const name = names()[code]
  return handOver({
    key: newKey(), to: '/patrols/scans', body: { code, plan_id, floor, at: at() }, photos: [], name: `扫码：${name ?? '一个点'} ${clock(new Date(now() + 8 * 3_600_000).toISOString())}`,
  })
}

/** Remembers the name of a code. */
export function nameCode(code: string, name: string): void {
  keep('patrol_codes', { ...names(), [code]: name })
}

/** What was seen, as FindForm collects it. */
export interface Find { code: string; area_id: string; words: string; topic: string; urgent: boolean; spot: boolean; did: string; before: KeptPhoto[]; after: KeptPhoto[] }

/** Sends a find, now or when there is a network. Returns whether the form is done. */
export function sendFind(f: Find): Promise<boolean> {
  const { before, after, ...said } = f
  return handForm({
    key: newKey(), to: '/patrols/finds', name: `我看到：${f.words.slice(0, 16) || '照片'}`, photos: [...before, ...after],
    body: { ...said, after: f.spot ? after.length : 0, at: at() },
  })
}

/** Ends the round, now or when there is a network. */
export const endRound = (words: string, colleague_ids: string[] = []): Promise<Handed> =>
  handOver({ key: newKey(), to: '/patrols/close', name: '结束巡查', photos: [], body: { at: at(), words, colleague_ids } }, '结束了，日志在下面')

/** What waits for the network here. */
export const patrolWaiting = (): Waiting[] => outbox.waiting.filter((w) => w.to.startsWith('/patrols/'))

/** The points of plans by building, each once. */
export function byBuilding(planned: Planned[]): { building: string; points: Point[] }[] {
  const all: { building: string; points: Point[] }[] = []
  for (const p of planned.flatMap((one) => one.points)) {
    const group = all.find((g) => g.building === p.building)
    if (!group) all.push({ building: p.building, points: [p] })
    else if (!group.points.some((o) => o.area_id === p.area_id && o.place_id === p.place_id && o.name === p.name)) group.points.push(p)
  }
  return all
}
