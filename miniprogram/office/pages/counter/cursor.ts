// Where the keyboard is: a session, and somebody in it.
import type { Board, Guest } from '@linli/shared/work/guest'
import { groupsOf } from '@linli/shared/work/session'

export interface Cursor { session: string; guest: string }

/** Groups that are folded until somebody opens them. */
export const folded = (group: string): boolean => group === '已结束' || group === '已取消'

/** Everybody in sight in a session, from top to bottom. */
export const inSight = (b: Board, open: Set<string>): Guest[] =>
  groupsOf(b).filter((g) => !folded(g.name) || open.has(g.name)).reduce<Guest[]>((all, g) => [...all, ...g.guests], [])

/** The session and person n steps away: to the side another session, downwards another person. */
export function moved(at: Cursor, boards: Board[], open: (session: string) => Set<string>, side: number, down: number): Cursor {
  if (!boards.length) return at
  const i = boards.findIndex((b) => b.session.id === at.session)
  if (i < 0) return { session: boards[0].session.id, guest: inSight(boards[0], open(boards[0].session.id))[0]?.id ?? '' }
  const b = boards[Math.min(boards.length - 1, Math.max(0, i + side))], all = inSight(b, open(b.session.id))
  const j = side ? 0 : all.findIndex((g) => g.id === at.guest) + down
  return { session: b.session.id, guest: all[Math.min(all.length - 1, Math.max(0, j))]?.id ?? '' }
}
