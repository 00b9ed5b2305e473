import { beforeEach, describe, expect, it } from 'vitest'
import { addressOf, api } from '@linli/shared/api/client'
import { Fault } from '@linli/shared/api/fault'
import { newKey } from '@linli/shared/api/http'
import { session } from '@linli/shared/store/session'
import { refusal, service } from './service'

beforeEach(() => { session.token = 'T1' })

describe('an address', () => {
  it('has its parameters filled and the rest as a query', () => {
    expect(addressOf('/reports/{id}/urge', { id: '7' })).toBe('/reports/7/urge')
    expect(addressOf('/areas/find', { words: '3号楼 2单元', lat: undefined, community_id: '' })).toBe('/areas/find?words=3%E5%8F%B7%E6%A5%BC%202%E5%8D%95%E5%85%83')
    expect(addressOf('/communities/{id}/week', { id: '4', day: '2026-11-30' })).toBe('/communities/4/week?day=2026-11-30')
  })
})

describe('the client', () => {
  it('sends the token and the idempotency key', async () => {
    const asked = service(() => ({ statusCode: 200, data: { id: '7' } }))
    await expect(api.post('/reports/{id}/urge', { id: '7' }, undefined, 'k1')).resolves.toEqual({ id: '7' })
    expect(asked[0]).toMatchObject({ url: '/api/v1/reports/7/urge', method: 'POST', header: { Authorization: 'Bearer T1', 'Idempotency-Key': expect.stringMatching(/^k1-\w+$/) } })
  })

  it('uses the same key for an equal request only', async () => {
    const asked = service(() => ({ statusCode: 200, data: {} }))
    await api.post('/reports/{id}/add', { id: '7' }, { words: '三楼' }, 'k')
    await api.post('/reports/{id}/add', { id: '7' }, { words: '三楼' }, 'k')
    await api.post('/reports/{id}/add', { id: '7' }, { words: '四楼' }, 'k')
    await api.post('/reports/{id}/add', { id: '8' }, { words: '三楼' }, 'k')
    await api.post('/reports/{id}/answer', { id: '7' }, { words: '三楼' }, 'k')
    const keys = asked.map((a) => a.header['Idempotency-Key'])
    expect(new Set(keys).size).toBe(4)
    expect(keys[1]).toBe(keys[0])
    expect(Math.max(...keys.map((key) => key!.length))).toBeLessThan(64)
  })

  it('gives each write its own key and a read none', async () => {
    const asked = service(() => ({ statusCode: 200, data: { items: [], next: '' } }))
    await api.post('/logout', {})
    await api.post('/logout', {})
    await api.get('/reports')
    const keys = asked.map((a) => a.header['Idempotency-Key'])
    expect(keys[0]).toBeTruthy()
    expect(keys[1]).not.toBe(keys[0])
    expect(keys[2]).toBeUndefined()
    expect(newKey().length).toBeLessThanOrEqual(64)
  })

  it('throws the service\'s error with its message', async () => {
    service(() => refusal(409, 'booking.full', '该时段已约满'))
    const thrown = await api.post('/bookings', {}, { session_id: '1' }).catch((e) => e)
    expect(thrown).toBeInstanceOf(Fault)
    expect(thrown).toMatchObject({ code: 'booking.full', message: '该时段已约满', status: 409, unsure: false })
  })

  it('marks a request without an answer as unsure', async () => {
    service(() => 'silence')
    const thrown = await api.get('/me').catch((e) => e)
    expect(thrown).toMatchObject({ code: 'network', status: 0, unsure: true })
    service(() => ({ statusCode: 502, data: '<html>' }))
    expect(await api.get('/me').catch((e) => e)).toMatchObject({ code: 'http.502', message: '服务暂时不可用，请稍后再试', unsure: true })
  })
})

describe('an expired session', () => {
  const entry = { token: 'T2', expires_at: '', person: { id: '1', name: '王' } }

  beforeEach(() => { history.replaceState(null, '', '/h5/?as=wang') })

  it('is renewed once for all waiting requests, and each is repeated with its own key', async () => {
    const asked = service((a) => {
      if (a.url.includes('/client')) return { statusCode: 200, data: { demo: true, now: '2026-11-26T10:00:00+08:00' } }
      if (a.url.includes('/login-code')) return { statusCode: 200, data: { code: 'c', path: '/api/v1/login/resident' } }
      if (a.url.includes('/login/')) return { statusCode: 200, data: entry }
      return a.header.Authorization === 'Bearer T2' ? { statusCode: 200, data: 'done' } : refusal(401, 'auth.login', '请先登录')
    })
    await expect(Promise.all([api.get('/me'), api.post('/logout', {}, undefined, 'k9'), api.get('/categories')])).resolves.toEqual(['done', 'done', 'done'])
    expect(asked.filter((a) => a.url.includes('/login/resident'))).toHaveLength(1)
    expect(asked.filter((a) => a.header['Idempotency-Key'] ?.startsWith('k9-'))).toHaveLength(2)
    expect(session.token).toBe('T2')
  })

  it('is not renewed endlessly', async () => {
    const asked = service((a) => {
      if (a.url.includes('/login-code')) return { statusCode: 200, data: { code: 'c', path: '/api/v1/login/resident' } }
      if (a.url.includes('/login/')) return { statusCode: 200, data: entry }
      return refusal(401, 'auth.login', '请先登录')
    })
    await expect(api.get('/me')).rejects.toMatchObject({ status: 401 })
    expect(asked.filter((a) => a.url.endsWith('/me'))).toHaveLength(2)
  })
})
