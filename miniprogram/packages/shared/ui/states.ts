// Colours of states. Their names come from the service.
import type { Booking, Report } from '../api/types'

export type Tone = 'wait' | 'go' | 'good' | 'bad' | 'urgent' | 'off'

const reports: Record<Report['state'], Tone> = {
  submitted: 'wait', accepted: 'go', assigned: 'go', in_hand: 'go', resolved: 'good', closed: 'off', withdrawn: 'off', refused: 'bad', merged: 'off',
}
export const reportTone = (state: Report['state']): Tone => reports[state] ?? 'off'

/** States in which work is left. */
export const isOpen = (state: Report['state']): boolean => ['submitted', 'accepted', 'assigned', 'in_hand'].includes(state)

const bookings: Record<Booking['state'], Tone> = {
  waiting: 'wait', offered: 'urgent', confirmed: 'good', arrived: 'go', called: 'urgent', done: 'off', released: 'bad', no_show: 'bad', cancelled: 'off', declined: 'off', expired: 'off',
}
export const bookingTone = (state: Booking['state']): Tone => bookings[state] ?? 'off'

const lights: Record<string, Tone> = { green: 'good', yellow: 'wait', red: 'bad' }
export const lightTone = (light: string): Tone => lights[light] ?? 'off'

const icons: Record<string, string> = {
  utility: 'bulb', hazard: 'warn', fire: 'flame', facility: 'wrench', sanitation: 'trash', parking: 'car', dispute: 'people',
  illegal: 'building', noise: 'sound', security: 'shield', relief: 'heart', advice: 'chat', other: 'more',
}
export const categoryIcon = (category: string): string => icons[category] ?? 'more'
