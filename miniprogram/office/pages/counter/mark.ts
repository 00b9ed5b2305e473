// What the counter shows after a scan.
import { Fault, wordsOf } from '@linli/shared/api/fault'
import type { Booking } from '@linli/shared/api/types'
import { clock } from '@linli/shared/util/time'
import { sayArrived } from '@linli/shared/work/checkin'
import { nameOf, type Guest } from '@linli/shared/work/guest'

export interface Mark {
  tone: 'good' | 'wait' | 'bad'
  title: string
  words: string
  /** The booking that it is about. */
  booking?: { id: string; name: string }
}

/** The mark of a check-in; `before` is how the booking stood, `community` the one of the page. */
export function markOf(b: Booking, before: Guest | undefined, community: string): Mark {
  const booking = { id: b.id, name: b.person_name }
  if (before && (before.state === 'arrived' || before.state === 'called')) {
    return { tone: 'wait', title: '已经签到过', words: `${clock(before.arrived_at)} 就到了。${sayArrived(b)}`, booking }
  }
  if (b.community_id !== community) return { tone: 'wait', title: '已签到，是别的社区的预约', words: sayArrived(b), booking }
  return { tone: 'good', title: '已签到', words: sayArrived(b), booking }
}

/** The mark of a refusal; `guest` is how the booking stands now. */
export function refusalOf(thrown: unknown, guest: Guest | undefined): Mark {
  const bad = (title: string, words: string): Mark => ({ tone: 'bad', title, words })
  if (!(thrown instanceof Fault)) return bad('没有签到', wordsOf(thrown))
  switch (thrown.code) {
    case 'booking.code': return bad('不是预约码', '请扫预约页面或小票上的二维码。')
    case 'booking.missing': return bad('没有这个预约', '可能是别的社区的，请核对小票。')
    case 'booking.not_today': return bad('不是今天的', `${thrown.message}。`)
    case 'booking.state':
      if (guest?.state === 'done') return bad('已经办完了', `${nameOf(guest)} 的这个号用过了。`)
      return bad('不能签到', guest ? `${nameOf(guest)} 的预约现在是“${guest.state_name}”。` : '这个预约取消了或者已经用过了。')
    default: return bad('没有签到', thrown.message)
  }
}
