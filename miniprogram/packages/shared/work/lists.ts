// The lists of reports (GET /staff/reports?list=…).
import type { paths } from '../api/types'
import { may, type Power } from './powers'

export type List = NonNullable<NonNullable<paths['/api/v1/staff/reports']['get']['parameters']['query']>['list']>

export interface Named {
  list: List; name: string; empty: string; for?: Power
  /** The first page has no number of it. */
  uncounted?: boolean
}

const all: Named[] = [
  { list: 'urgent', name: '紧急', empty: '现在没有紧急的事件' },
  { list: 'waiting', name: '等我处理', empty: '现在没有等您处理的事件' },
  { list: 'unaccepted', name: '待受理', empty: '没有待受理的事件', for: 'desk' },
  { list: 'overdue', name: '已超时', empty: '没有超时的事件，很好' },
  { list: 'due_today', name: '今天到期', empty: '今天没有到期的事件' },
  { list: 'mine', name: '在我手上', empty: '您手上没有事件' },
  { list: 'approvals', name: '待批复', empty: '没有要您批复的申请', for: 'desk' },
  { list: 'supervised', name: '督办待回复', empty: '没有要回复的督办' },
  { list: 'unheard', name: '语音待听', empty: '每段语音都有人听过了', for: 'territory' },
  { list: 'unlocated', name: '待确定网格', empty: '每件事的网格都清楚', for: 'territory' },
  { list: 'open', name: '未办结', empty: '没有未办结的事件', for: 'territory', uncounted: true },
  { list: 'solved_today', name: '今天办结', empty: '今天还没有办结的事件', for: 'territory', uncounted: true },
  { list: 'all', name: '全部', empty: '还没有事件', uncounted: true },
  { list: 'finished', name: '已办结', empty: '还没有办结的事件', uncounted: true },
]

/** The lists that concern me. */
export const myLists = (): Named[] => all.filter((one) => !one.for || may(one.for))

export const nameOf = (list: List): string => all.find((one) => one.list === list)!.name
