// Calls for help (求助): their colours, and what staff do with one.
import { api } from '../api/client'
import type { components } from '../api/types'
import type { Tone } from '../ui/states'
import type { RowDeed } from '../use/rows'
import type { Form } from './form'
import { ring } from './phone'
import { may } from './powers'

export type Call = components['schemas']['Call']

export const callLists = [
  { value: 'open', name: '还没办完' }, { value: 'urgent', name: '紧急' }, { value: 'all', name: '全部' },
] as const

const tones: Record<Call['state'], Tone> = { waiting: 'bad', acknowledged: 'go', done: 'off' }
export const callTone = (c: Call): Tone => tones[c.state] ?? 'off'

const finishForm = (c: Call): Form => ({
  title: '办完', about: c.id, go: '办完', said: '已记下',
  fields: [{
    kind: 'words', name: 'words', label: '怎么办的', must: true, rows: 3,
    ready: [{ name: '已上门', text: '已上门，问题解决了。' }, { name: '已电话', text: '已电话联系，没有大事。' }, { name: '已送医', text: '已联系 120 送医，家人已到。' }],
  }],
  send: (v, key) => api.post('/calls/{id}/finish', { id: c.id }, { words: v.words.trim() }, key),
})

/** What can be done with a call, the next first. */
export function callDeeds(c: Call): RowDeed[] {
  if (c.state === 'done' || !may('territory')) return []
  const waits = c.state === 'waiting'
  return [
    ...(waits ? [{ title: '我来联系', icon: 'check', kind: 'main' as const, consent: true, said: '已记下，请尽快联系', run: (key: string) => api.post('/calls/{id}/acknowledge', { id: c.id }, undefined, key) }] : []),
    ...(c.phone ? [{ title: '打电话', icon: 'phone', kind: waits ? 'soft' as const : 'main' as const, run: async (key: string) => { void ring((await api.post('/calls/{id}/phone', { id: c.id }, undefined, key)).phone, '求助人') } }] : []),
    { title: '办完', kind: 'soft', form: () => finishForm(c) },
  ]
}
