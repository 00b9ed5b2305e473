import type { ReportDetail } from '../../api/types'
import { aboveDeeds } from './above'
import { afterDeeds } from './after'
import { optionOf, type Deed } from './deed'
import { deskDeeds } from './desk'
import { workDeeds } from './work'

const pressing = ['account', 'approve', 'decline', 'resume']
const all: Deed[] = [
  ...aboveDeeds.filter((d) => pressing.includes(d.name)), ...deskDeeds, ...workDeeds, ...afterDeeds,
  ...aboveDeeds.filter((d) => !pressing.includes(d.name)),
]

/** The steps that are open to me: the main ones, most urgent first, and the others. */
export function deedsFor(r: ReportDetail): { main: Deed[]; more: Deed[] } {
  const fit = all.filter((d) => r.work?.can.includes(optionOf(d)))
  const isMain = (d: Deed) => (typeof d.main === 'function' ? d.main(r) : !!d.main)
  const main = fit.filter(isMain).slice(0, 2)
  return { main, more: fit.filter((d) => !main.includes(d)) }
}

export const titleOf = (d: Deed, r: ReportDetail): string => (typeof d.title === 'function' ? d.title(r) : d.title)
