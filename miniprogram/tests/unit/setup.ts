import { vi } from 'vitest'

const kept = new Map<string, unknown>()
;(globalThis as any).getCurrentPages = () => []
;(globalThis as any).uni = {
  request: vi.fn(), uploadFile: vi.fn(), showToast: vi.fn(), showModal: vi.fn(), onNetworkStatusChange: vi.fn(), $on: vi.fn(), $off: vi.fn(), $emit: vi.fn(),
  getStorageSync: (key: string) => kept.get(key) ?? '', setStorageSync: (key: string, value: unknown) => kept.set(key, JSON.parse(JSON.stringify(value))),
  removeStorageSync: (key: string) => kept.delete(key),
}
