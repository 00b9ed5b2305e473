// The sessions of today with everybody in them.
import type { Ref } from 'vue'
import { api } from '@linli/shared/api/client'
import { Fault } from '@linli/shared/api/fault'
import type { Service } from '@linli/shared/api/types'
import { knowService } from '@linli/shared/store/service'
import { today } from '@linli/shared/work/form'
import type { Board, Guest } from '@linli/shared/work/guest'
import { weekOf } from '@linli/shared/work/week'
import { useLive } from '../wall/live'
import type { Place } from '@linli/shared/work/places'

export interface Column { board: Board; service?: Service }
export interface Day { day: string; columns: Column[] }

const every = 12_000 // ms; colleagues call and check in too

async function fetchDay(community: string): Promise<Day> {
  await knowService()
  const day = today(), { items } = await weekOf(community, day)
  const held = items.filter((s) => s.day === day)
  const boards = await Promise.all(held.map((s) => api.get('/staff/sessions/{id}', { id: s.id }))).catch((thrown) => {
    throw thrown instanceof Fault && thrown.status === 404 ? new Fault(thrown.code, '这个社区的窗口由本社区的工作人员办理', 404) : thrown
  })
  return { day, columns: held.map((s, i) => ({ board: boards[i], service: s.service })) }
}

/** The day of a community, renewed while the page is in sight. */
export function useBoards(at: Ref<Place | undefined>) {
  const { data, ...live } = useLive(fetchDay, () => at.value?.id, every)
  /** A booking of today, by its id. */
  function find(id: string): Guest | undefined {
    for (const { board: b } of data.value?.columns ?? []) {
      const found = [...b.seated, ...b.waitlist, ...b.ended].find((g) => g.id === id)
      if (found) return found
    }
    return undefined
  }
  return { data, ...live, find }
}
