import { beforeEach, describe, expect, it, vi } from 'vitest'

const photos = vi.hoisted(() => ({ kept: new Map<string, string>(), uploads: [] as string[], broken: false }))
vi.mock('@linli/shared/util/photo', () => ({
  recallPhoto: async (key: string) => (photos.kept.has(key) ? { key, path: photos.kept.get(key) } : undefined),
  dropPhoto: async (key: string) => { photos.kept.delete(key) },
}))
vi.mock('@linli/shared/api/upload', () => ({
  upload: async (path: string) => {
    if (photos.broken) throw new (await import('@linli/shared/api/fault')).Fault('network', '网络不通', 0)
    photos.uploads.push(path)
    return { id: String(photos.uploads.length) }
  },
}))

import { initOutbox, outbox, post, sendWaiting, takeOut } from '@linli/shared/store/outbox'
import { session } from '@linli/shared/store/session'
import { storageKey } from '@linli/shared/store/surroundings'
import { refusal, service } from './service'

const waiting = () => ({ key: 'k1', to: '/reports', name: '路灯坏了', body: { text: '路灯坏了', area_id: '5' }, photos: [{ key: 'a' }, { key: 'b' }] })

beforeEach(() => {
  session.token = 'T'
  Object.assign(photos, { broken: false, uploads: [] })
  photos.kept = new Map([['a', 'blob:a'], ['b', 'blob:b']])
  outbox.waiting.forEach((w) => takeOut(w.key))
})

describe('the outbox', () => {
  it('keeps a report over a restart, and sends it with its photos once', async () => {
    const asked = service(() => 'silence')
    post(waiting())
    await sendWaiting()
    expect(outbox.waiting).toHaveLength(1)
    expect(photos.uploads).toEqual(['blob:a', 'blob:b'])

    outbox.waiting = [] // a restart loads the stored reports
    const again = service(() => ({ statusCode: 201, data: { id: '9', number: '261126-001' } }))
    initOutbox()
    await vi.waitFor(() => expect(outbox.waiting).toHaveLength(0))
    expect(photos.uploads).toHaveLength(2) // not uploaded twice
    expect(asked[0].header['Idempotency-Key']).toMatch(/^k1-/)
    expect(again[0].header['Idempotency-Key']).toBe(asked[0].header['Idempotency-Key'])
    expect(again[0].data).toEqual({ text: '路灯坏了', area_id: '5', file_ids: ['1', '2'] })
    expect(photos.kept.size).toBe(0)
  })

  it('sends a deed with its colleagues once the network is back, unchanged by a restart', async () => {
    service(() => 'silence')
    const note = { key: 'k2', to: '/work', name: '记一笔：清走纸箱', body: { kind: 'hazard', words: '清走纸箱', colleague_ids: ['7', '8'] }, photos: [] }
    post(note)
    await sendWaiting()
    outbox.waiting = []
    const asked = service(() => ({ statusCode: 204, data: '' }))
    initOutbox()
    await vi.waitFor(() => expect(outbox.waiting).toHaveLength(0))
    expect(asked).toHaveLength(1)
    expect(asked[0].data).toEqual(note.body)
  })

  it('waits while photos cannot be uploaded', async () => {
    photos.broken = true
    const asked = service(() => ({ statusCode: 201, data: {} }))
    post(waiting())
    await sendWaiting()
    expect([outbox.waiting.length, asked.length]).toEqual([1, 0])
  })

  it('keeps a refused report with its text, and does not retry it', async () => {
    const asked = service(() => refusal(400, 'report.text_risky', '内容不合适，请修改'))
    post(waiting())
    await sendWaiting()
    await sendWaiting()
    expect(outbox.waiting[0].problem).toBe('内容不合适，请修改')
    expect(asked).toHaveLength(1)
  })

  it('sends the text when the system has deleted a photo', async () => {
    photos.kept.delete('a')
    const asked = service(() => ({ statusCode: 201, data: { id: '9', number: 'n' } }))
    post(waiting())
    await sendWaiting()
    expect(asked[0].data.file_ids).toEqual(['1'])
  })

  it('sends the results of a day in order, also one that was added while it sends, and says which rows are done', async () => {
    const asked = service(() => ({ statusCode: 200, data: {} }))
    const tap = (key: string, to: string) => ({ key, to, name: key, task: `report-${key}`, body: {}, photos: [] })
    post(tap('a', '/staff/reports/1/take'))
    const first = sendWaiting()
    post(tap('b', '/staff/reports/1/resolve'))
    await Promise.all([first, sendWaiting()])
    await vi.waitFor(() => expect(outbox.waiting).toHaveLength(0))
    expect(asked.map((one) => one.url)).toEqual(['/api/v1/staff/reports/1/take', '/api/v1/staff/reports/1/resolve'])
    expect(outbox.sent).toEqual(['report-a', 'report-b'])
  })

  it('reads a report that an older version stored', async () => {
    uni.setStorageSync(storageKey('outbox'), [{ key: 'old', draft: { text: '井盖松了' }, photos: [] }])
    service(() => 'silence')
    initOutbox()
    expect(outbox.waiting[0]).toMatchObject({ key: 'old', to: '/reports', name: '井盖松了', body: { text: '井盖松了' } })
  })
})
