import { describe, expect, it } from 'vitest'
import { groupsOf } from '../../office/shell/search'

describe('the hits of a search', () => {
  it('say the state of a booking in the words of the service', () => {
    const none = { reports: [], next: '', residents: [], staff: [], bulletins: [], places: [] }
    const booking = { id: '1', session_id: '2', service: '理发', person_id: '3', name: '王建国', state: 'confirmed' as const, state_name: '已约好', begin_at: '' }
    const groups = groupsOf({ ...none, bookings: [booking, { ...booking, id: '2', name: '', state_name: '候补中' }] })
    expect(groups.map((g) => [g.name, g.hits.map((h) => [h.title, h.sub, h.resident])])).toEqual([['预约', [['王建国 · 理发', '已约好', '3'], ['没有留姓名 · 理发', '候补中', '3']]]])
  })
})
