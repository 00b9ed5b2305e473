// How a counter is said, the same in all clients.
import type { Counter } from '../api/types'
import type { Tone } from './states'

/** 全部事项 · 养老、救助 */
export const sayTakes = (c: Pick<Counter, 'headings'>): string => (c.headings.length ? `办理：${c.headings.join('、')}` : '全部事项都能办')

/** 工作日 08:30-12:00、14:00-18:00，中午不休；双休日 09:00-12:00 */
export function sayHours(c: Pick<Counter, 'working' | 'noon' | 'resting' | 'holidays'>): string {
  const hours = (said: string) => said.replace(/,/g, '、')
  return [
    c.working && `工作日 ${hours(c.working)}${c.noon ? '，中午不休' : ''}`,
    c.resting && `${c.holidays ? '双休日和节假日' : '双休日'} ${hours(c.resting)}`,
  ].filter(Boolean).join('；')
}

/** Who sits there now, and how that looks. */
export function openOf(c: Pick<Counter, 'open' | 'duty' | 'post'>): { text: string; tone: Tone } {
  if (!c.open) return { text: '现在不办公', tone: 'off' }
  if (!c.duty) return { text: '暂时没有人', tone: 'bad' }
  return { text: c.duty === 'b' ? `${c.post}在（B 岗）` : `${c.post}在`, tone: 'good' }
}

export const sayWaiting = (c: Pick<Counter, 'waiting' | 'calling'>): string =>
  [c.waiting ? `${c.waiting} 个人在等` : '没有人在等', c.calling ? `叫到 ${c.calling} 号` : ''].filter(Boolean).join('，')
