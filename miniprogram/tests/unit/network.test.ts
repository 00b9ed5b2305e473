// What a person sees when something could not be loaded, and what happens when the network is back.
import { afterEach, expect, it, vi } from 'vitest'
import { flushPromises, mount } from '@vue/test-utils'
import AppState from '@linli/shared/ui/AppState.vue'
import PhotoRow from '@linli/shared/ui/PhotoRow.vue'
import { useLoad } from '@linli/shared/use/load'

const uni = (globalThis as any).uni
afterEach(() => { vi.unstubAllGlobals() })

it('loads again by itself when the network is back, but only what failed', async () => {
  const heard = new Map<string, (() => void)[]>()
  uni.$on.mockImplementation((name: string, f: () => void) => heard.set(name, [...(heard.get(name) ?? []), f]))
  uni.$emit.mockImplementation((name: string) => heard.get(name)?.forEach((f) => f()))
  let works = false
  const failing = vi.fn(async () => { if (!works) throw new Error('x'); return 'content' }), fine = vi.fn(async () => 'other')
  let first: any
  const page = mount({ setup: () => { first = useLoad(failing); const second = useLoad(fine); void first.load(); void second.load(); return () => null } })
  await flushPromises()
  expect(first.problem.value).not.toBe('')
  works = true
  uni.onNetworkStatusChange.mock.calls.forEach(([f]: any) => f({ isConnected: true }))
  await flushPromises()
  expect([first.problem.value, first.data.value, failing.mock.calls.length, fine.mock.calls.length]).toEqual(['', 'content', 2, 1])
  page.unmount()
})

it('a page that cannot be shown leads home, but not the home page itself', async () => {
  const on = (route: string) => {
    vi.stubGlobal('getCurrentPages', () => [{ route }])
    return mount(AppState, { props: { problem: '未找到该事件' } })
  }
  expect(on('pages/home/index').text()).not.toContain('回首页')
  const lost = on('report/detail/index')
  uni.switchTab = vi.fn()
  await lost.findAll('button').find((b) => b.text() === '回首页')!.trigger('click')
  expect(uni.switchTab).toHaveBeenCalledWith({ url: '/pages/home/index' })
})

it('a photo whose file is broken says so', async () => {
  const row = mount(PhotoRow, { props: { files: [{ id: '1', kind: 'photo', thumb: '/x.jpg', url: '/x.jpg' }] as any } })
  await row.find('image').trigger('error')
  expect([row.find('image').exists(), row.text()]).toEqual([false, '照片打不开'])
})
