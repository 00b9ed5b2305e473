import { beforeEach, expect, it, vi } from 'vitest'

const key = 'linli.app.me.journey'
const kept = () => (globalThis as any).uni

/** Loads the page at this address; returns the module's state. */
async function arriveAt(address: string) {
  history.replaceState(null, '', address)
  vi.resetModules()
  return import('@linli/shared/store/journey')
}

beforeEach(async () => {
  vi.stubEnv('VITE_APP_NAME', 'app')
  kept().removeStorageSync(key)
})

it('the redirect returns to the requested page, with a code that is used once', async () => {
  const before = await arriveAt('/h5/#/report/detail/index?id=7')
  const state = before.departure()
  expect(state).toMatch(/^[0-9a-f]{32}$/)
  const after = await arriveAt(`/h5/?code=c1&state=${state}#wechat_redirect`)
  expect(location.pathname + location.search + location.hash).toBe('/h5/#/report/detail/index?id=7')
  expect([after.takeCode(), after.takeCode()]).toEqual(['c1', ''])
  expect(after.landing).toContain(`code=c1&state=${state}`)
})

it('a code with a foreign state is discarded', async () => {
  const before = await arriveAt('/h5/#/pages/mine/index')
  before.departure()
  const after = await arriveAt('/h5/?code=stranger&state=forged#/pages/mine/index')
  expect(after.takeCode()).toBe('')
  expect(location.search + location.hash).toBe('#/pages/mine/index')
  const again = await arriveAt('/h5/?code=stranger&state=forged#wechat_redirect')
  expect(again.takeCode()).toBe('')
  expect(location.hash).toBe('#/')
})

it('other parameters of the address stay', async () => {
  await arriveAt('/h5/?as=wang&code=x&state=y#/pages/home/index')
  expect(location.search + location.hash).toBe('?as=wang#/pages/home/index')
})
