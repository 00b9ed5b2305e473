// The login of a PC: what the code shows, and what the telephone says before it confirms.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { flushPromises, mount } from '@vue/test-utils'
import { deskCode } from '@linli/shared/util/scan'
import ScanLogin from '../../office/pages/login/ScanLogin.vue'
import { refusal, service } from './service'

const found = vi.hoisted(() => ({ person: undefined as unknown }))
vi.mock('@linli/shared/store/session', async (original) => ({
  ...(await original<object>()),
  whoIsIn: async () => { if (found.person) return found.person; throw new Error('nobody') },
}))
const loaded = vi.hoisted(() => ({ query: {} as Record<string, string> }))
vi.mock('@dcloudio/uni-app', () => ({ onLoad: (run: (query: object) => void) => run(loaded.query) }))

const code = 'ABCDEFGHIJKLMNOPQRSTUVWX23'
const person = { id: '7', name: '王芳' }
const offer = { code, address: `https://linli.example/staff/#/people/desk/index?code=${code}`, expires_at: '2026-11-26T10:02:00+08:00', seconds: 120 }

describe('a scanned text', () => {
  it('holds the code in the address of the picture, in what WeChat hands on, or as it was typed', () => {
    for (const said of [code, code.toLowerCase(), ' ABCDE FGHIJ-KLMNO PQRST UVWX2 3', offer.address, encodeURIComponent(offer.address), `/people/desk/index?x=1&code=${code}`]) expect(deskCode(said)).toBe(code)
  })

  it('holds none otherwise', () => {
    for (const said of ['', 'LLB12', `${code}A`, code.slice(1), `${offer.address}AB`, 'https://linli.example/b/abc', '%', '%E0%A4%A', 'https://x.y/?code=a1']) expect(deskCode(said)).toBe('')
  })
})

describe('the code on the PC', () => {
  let answers: object[]
  const asked = () => uni.request as any
  const shows = () => mount(ScanLogin)

  beforeEach(() => {
    vi.useFakeTimers()
    found.person = undefined
    answers = []
  })
  afterEach(() => { vi.useRealTimers() })

  /** The service: codes, and what became of them, one answer after the other; then silence for ever. */
  const serve = (codes: () => any = () => ({ statusCode: 201, data: offer })) => {
    service((a) => (a.url.endsWith('/desk/codes') ? codes() : { statusCode: 200, data: {} }))
    const usual = asked().getMockImplementation()
    asked().mockImplementation((o: any) => {
      if (!o.url.endsWith('/desk/login')) return usual(o)
      const next = answers.shift()
      if (next) o.success({ statusCode: 200, data: { name: '', expires_at: '', ...next } })
    })
  }

  it('is shown, counts its two minutes, and ends in a button', async () => {
    serve()
    const w = shows()
    await flushPromises()
    expect(w.find('img').attributes('alt')).toBe('登录码的二维码')
    expect([w.find('[role=status]').text(), w.find('.scan-left').text()]).toEqual(['请用“邻里工作台”小程序或微信扫码', '120 秒内有效'])
    expect(w.find('code').text()).toBe('ABCDE FGHIJ KLMNO PQRST UVWX2 3')
    vi.advanceTimersByTime(60_000)
    await flushPromises()
    expect(w.find('.scan-left').text()).toBe('60 秒内有效')
    vi.advanceTimersByTime(60_000)
    await flushPromises()
    expect(w.find('[role=status]').text()).toBe('这个码已过期')
    await w.find('button').trigger('click')
    await flushPromises()
    expect(w.find('[role=status]').text()).toContain('请用“邻里工作台”')
    w.unmount()
  })

  it('says who scanned it, and lets the person in once', async () => {
    answers = [{ state: 'waiting' }, { state: 'scanned', name: '王*' }, { state: 'confirmed', name: '王*', person }]
    serve()
    const w = shows()
    await flushPromises()
    expect(w.emitted('entered')).toEqual([[person]])
    expect(asked().mock.calls.filter(([o]: any) => o.url.endsWith('/desk/login')).map(([o]: any) => o.data.seen)).toEqual(['', 'waiting', 'scanned'])
    vi.advanceTimersByTime(300_000)
    await flushPromises()
    expect(w.emitted('entered')).toHaveLength(1)
    w.unmount()
  })

  it('asks for nothing more after a refusal', async () => {
    answers = [{ state: 'scanned', name: '王*' }, { state: 'refused', name: '王*' }]
    serve()
    const w = shows()
    await flushPromises()
    expect(w.find('[role=status]').text()).toBe('手机上选了“不是我”，没有登录')
    const before = asked().mock.calls.length
    vi.advanceTimersByTime(300_000)
    await flushPromises()
    expect([asked().mock.calls.length, w.find('[role=status]').text()]).toEqual([before, '手机上选了“不是我”，没有登录'])
    w.unmount()
  })

  it('lets the person in who logged in on another page of the browser', async () => {
    found.person = person
    answers = [{ state: 'waiting' }, { state: 'expired' }]
    serve()
    const w = shows()
    await flushPromises()
    expect(w.emitted('entered')).toEqual([[person]])
    w.unmount()
  })

  it('says what is wrong when the browser keeps no cookie', async () => {
    answers = [{ state: 'expired' }]
    serve()
    const w = shows()
    await flushPromises()
    expect(w.find('[role=status]').text()).toBe('浏览器没有记住这个码。请允许 Cookie，并从 https://linli.example/office/ 打开')
    w.unmount()
  })

  it('says why there is none', async () => {
    serve(() => refusal(429, 'http.often', '操作太频繁，请稍后再试'))
    const w = shows()
    await flushPromises()
    expect([w.find('[role=status]').text(), w.find('button').text()]).toEqual(['操作太频繁，请稍后再试', '换一个码'])
    w.unmount()
  })
})

describe('the telephone', () => {
  const seen = { state: 'scanned', browser: 'Windows 电脑 · Chrome', place: '10.2.*.*', at: '2026-11-26T10:00:00+08:00', expires_at: offer.expires_at }
  const words = (w: { text: () => string }) => w.text().replace(/\s+/g, ' ')

  async function open(query: Record<string, string>, answer: (url: string) => any) {
    loaded.query = query
    const sent = service((a) => answer(a.url))
    const { session } = await import('@linli/shared/store/session')
    session.token = 'T'
    const { default: Page } = await import('../../staff/people/desk/index.vue')
    const w = mount(Page)
    await flushPromises()
    return { w, sent }
  }
  const press = async (w: any, name: string) => {
    await w.findAll('button').find((b: any) => b.text() === name)!.trigger('click')
    await flushPromises()
  }

  it('shows which PC asks, with a warning, before it confirms', async () => {
    const { w, sent } = await open({ q: encodeURIComponent(offer.address) }, (url) => (url.endsWith('/scan') ? { statusCode: 200, data: seen } : { statusCode: 204 }))
    for (const part of ['在这台电脑上登录？', 'Windows 电脑 · Chrome', '10.2.*.*', '只确认您面前的这台电脑；别人发来的码不要扫']) expect(words(w)).toContain(part)
    expect(sent.map((s) => [s.url, s.data])).toEqual([['/api/v1/desk/codes/scan', { code }]])
    await press(w, '登录')
    expect(sent[1]).toMatchObject({ url: '/api/v1/desk/codes/confirm', data: { code } })
    expect(words(w)).toContain('已登录，请看电脑')
  })

  it('refuses, and says so', async () => {
    const { w, sent } = await open({ code }, (url) => (url.endsWith('/scan') ? { statusCode: 200, data: seen } : { statusCode: 204 }))
    await press(w, '不是我')
    expect(sent[1].url).toBe('/api/v1/desk/codes/refuse')
    expect(words(w)).toContain('那台电脑没有登录')
  })

  it('says in the service\'s words why a code is of no use', async () => {
    const { w } = await open({ code }, () => refusal(409, 'desk.taken', '这个码已被别人扫过，请在电脑上换一个码再扫'))
    expect(words(w)).toContain('这个码已被别人扫过')
    expect(w.findAll('button').map((b) => b.text())).toEqual(['登录的电脑'])
    const { w: other, sent } = await open({ code: 'LLB12' }, () => refusal(404, 'desk.code', ''))
    expect([words(other), sent.length]).toEqual([expect.stringContaining('这不是电脑上的登录码'), 0])
  })

  it('stays open when the network fails', async () => {
    const { w } = await open({ code }, (url) => (url.endsWith('/scan') ? { statusCode: 200, data: seen } : 'silence'))
    await press(w, '登录')
    expect(words(w)).toContain('在这台电脑上登录？')
  })
})
