import { api } from '@linli/shared/api/client'
import type { Board, Person } from '@linli/shared/api/types'

/** The board of the resident's home. Throws a Fault. */
export const boardOf = (home: string): Promise<Board> => api.get('/buildings/{id}/board', { id: home })

/** The building of the resident's home, which may be a unit of it. Throws a Fault. */
export async function buildingOf(person: Person): Promise<{ id: string; name: string }> {
  const board = await boardOf(person.home_id)
  return { id: board.kind === 'unit' ? board.parent_id : board.id, name: board.full_name }
}
