import { afterEach, expect, it, vi } from 'vitest'
import { mount } from '@vue/test-utils'
import AppState from '@linli/shared/ui/AppState.vue'
import { openDocument } from '@linli/shared/util/document'

afterEach(() => { vi.unstubAllGlobals() })

vi.hoisted(() => vi.stubEnv('VITE_APP_NAME', 'staff')) // before the client is imported

const browser = (agent: string, search = '') => {
  const assign = vi.fn()
  vi.stubGlobal('navigator', { userAgent: agent })
  vi.stubGlobal('location', { search, assign, origin: 'https://linli.example' })
  return assign
}

it('the staff client in an ordinary browser shows the way to the desk', async () => {
  const state = (problem: string) => mount(AppState, { props: { problem } })
  const assign = browser('Mozilla/5.0 (Windows NT 10.0) Chrome/120')
  const outside = state('请在微信里打开')
  expect(outside.text()).toContain('打开办公端')
  await outside.find('button').trigger('click')
  expect(assign).toHaveBeenCalledWith('/office/')
  for (const [agent, search] of [['Mozilla/5.0 MicroMessenger/8.0', ''], ['Mozilla/5.0 Chrome/120', '?as=YG-01']]) {
    browser(agent, search)
    expect(state('网络不通').text(), agent + search).not.toContain('办公端')
  }
})

it('an export is asked for only where its file can be opened', async () => {
  const fetch = vi.fn(async () => new ArrayBuffer(1))
  browser('Mozilla/5.0 (Windows NT 10.0) MicroMessenger/7.0 WindowsWechat')
  await expect(openDocument(fetch, '台账.xlsx')).rejects.toMatchObject({ code: 'client.file' })
  expect(fetch).not.toHaveBeenCalled()
})
