// Texts about the state of the program for the operator.
import type { components } from '@linli/shared/api/types'

export type System = components['schemas']['System']
type Part = System['parts'][number]

const names: Record<string, string> = { database: '数据库', redis: 'Redis', jobs: '后台任务', recurring: '定时任务', calendar: '节假日安排' }
const states: Record<string, string> = { ok: '正常', away: '连不上', late: '晚了', unknown: '不清楚', 'never ran': '没有运行过' }

/** recurring.chat.sweep: 定时任务 chat.sweep */
export function sayPart(name: string): string {
  const [first, ...rest] = name.split('.')
  return [names[first] ?? first, rest.join('.')].filter(Boolean).join(' ')
}

export const sayState = (state: string): string => states[state] ?? state.replace(/^missing (\d+)$/, '缺 $1 年')

/** The advice for an unhealthy part. */
export function advice(p: Part): string {
  const kind = p.name.split('.')[0]
  if (!p.degraded) return ''
  if (kind === 'calendar') return '请用 linli calendar load 载入国务院公布的安排；没有它，周一到周五都算工作日。'
  if (kind === 'jobs' || kind === 'recurring') return '请看 worker 进程在不在运行，再看日志。'
  return '请看这一部分的服务在不在运行、网络通不通。'
}

export const accountNames: Record<System['accounts'][number]['account'], string> = { oa: '公众号', mp: '居民小程序', staff: '工作人员小程序' }

export const statusWords: Record<System['status'], string> = { ok: '一切正常', degraded: '能用，但有部分不正常', down: '不能用' }
