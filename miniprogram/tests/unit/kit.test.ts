import { describe, expect, it, vi } from 'vitest'
import { mount } from '@vue/test-utils'
import AppField from '@linli/shared/ui/AppField.vue'
import AppButton from '@linli/shared/ui/AppButton.vue'
import AppChoice from '@linli/shared/ui/AppChoice.vue'
import AppState from '@linli/shared/ui/AppState.vue'
import ReportStory from '@linli/shared/ui/ReportStory.vue'
import StateTag from '@linli/shared/ui/StateTag.vue'
import { display, initDisplay, pageClass, pageStyle, setElder } from '@linli/shared/store/display'
import { useList, useLoad } from '@linli/shared/use/load'
import { boardToken } from '@linli/shared/util/scan'
import { b64 } from '@linli/shared/util/base64'

describe('the kit', () => {
  it('tells a screen reader which choice is made', async () => {
    const w = mount(AppChoice, { props: { label: '对结果', modelValue: 'a', options: [{ value: 'a', name: '满意' }, { value: 'b', name: '没解决', sub: '退回重办' }] } })
    const chips = w.findAll('[role=radio]')
    expect(chips.map((c) => c.attributes('aria-checked'))).toEqual(['true', 'false'])
    expect(chips[1].attributes('aria-label')).toBe('没解决，退回重办')
    await chips[1].trigger('click')
    expect(w.emitted('update:modelValue')).toEqual([['b']])
  })

  it('collects several choices', async () => {
    const w = mount(AppChoice, { props: { label: '标签', many: true, modelValue: ['a'], options: [{ value: 'a', name: '独居' }, { value: 'b', name: '高龄' }] } })
    await w.findAll('[role=checkbox]')[1].trigger('click')
    await w.findAll('[role=checkbox]')[0].trigger('click')
    expect(w.emitted('update:modelValue')).toEqual([[['a', 'b']], [[]]])
  })

  it('does not let a busy button be pressed', () => {
    const w = mount(AppButton, { props: { busy: true }, slots: { default: '提交' } })
    expect(w.attributes('disabled')).toBeDefined()
    expect(w.attributes('aria-busy')).toBe('true')
  })

  it('offers a retry', async () => {
    const w = mount(AppState, { props: { problem: '网络不通，请检查网络后再试', empty: '没有' } })
    expect(w.find('[role=alert]').text()).toContain('网络不通')
    await w.find('button').trigger('click')
    expect(w.emitted('again')).toHaveLength(1)
  })

  it('shows a timeline with the latest first', () => {
    const event = (title: string) => ({ at: '2026-11-26T09:00:00+08:00', kind: 'reply', title, by: '王芳', text: '', state: 'in_hand', state_name: '', public: true, files: [] }) as any
    const w = mount(ReportStory, { props: { events: [event('提交'), event('受理')] } })
    expect(w.findAll('.step-title').map((s) => s.text())).toEqual(['受理', '提交'])
    expect(mount(StateTag, { props: { text: '待受理', tone: 'wait' } }).classes()).toContain('tag-wait')
  })
})

describe('elder mode', () => {
  it('is the person\'s choice and is remembered', () => {
    setElder(true)
    expect([display.scale, pageClass.value]).toEqual([1.3, expect.stringContaining('elder')])
    expect(pageStyle.value).toContain('--fs:1.3')
    display.elder = false
    initDisplay()
    expect(display.elder).toBe(true)
    setElder(false)
    initDisplay()
    expect([display.elder, display.scale]).toEqual([false, 1])
  })
})

describe('a page\'s content', () => {
  it('is the answer to the last request, in any order of answers', async () => {
    const answers: ((v: string) => void)[] = []
    const page = useLoad(() => new Promise<string>((r) => { answers.push(r) }))
    const first = page.load(), second = page.load()
    answers[1]('new')
    answers[0]('old')
    await Promise.all([first, second])
    expect(page.data.value).toBe('new')
  })

  it('stays when the next request fails', async () => {
    const fetch = vi.fn().mockResolvedValueOnce('there').mockRejectedValueOnce(new Error('x'))
    const page = useLoad(fetch)
    await page.load()
    await page.load()
    expect([page.data.value, page.problem.value]).toEqual(['there', '出了点问题，请稍后再试'])
  })
})

describe('a list', () => {
  it('loads its next page when its end was reached during a load', async () => {
    const pages = [{ items: [1, 2], next: 'b' }, { items: [3] }]
    const fetch = vi.fn(async (cursor: string) => pages[cursor ? 1 : 0])
    const list = useList<number>(fetch)
    const first = list.load()
    void list.more()
    await first
    expect([list.items.value, list.rest.value, list.loading.value]).toEqual([[1, 2, 3], false, false])
    await list.load()
    expect(list.items.value).toEqual([1, 2])
  })

  it('does not try the next page when the first has failed', async () => {
    const fetch = vi.fn().mockRejectedValue(new Error('x'))
    const list = useList(fetch)
    const first = list.load()
    void list.more()
    await first
    expect(fetch).toHaveBeenCalledTimes(1)
  })
})

describe('a field', () => {
  const field = () => {
    const w = mount(AppField, { props: { label: '登录码', modelValue: '' } })
    const send = (what: string, value: string) => w.find('input').element.dispatchEvent(Object.assign(new Event(what), { detail: { value } }))
    return { w, send }
  }
  it('takes the last letters before a button is pressed, and no late event after it was emptied', () => {
    vi.useFakeTimers()
    const { w, send } = field()
    send('input', 'a')
    send('blur', 'ab')
    send('input', 'ab') // late
    expect(w.emitted('update:modelValue')).toEqual([['a'], ['ab']])
    vi.advanceTimersByTime(200)
    send('input', 'ab')
    expect(w.emitted('update:modelValue')).toHaveLength(3)
    vi.useRealTimers()
  })
  it('takes the last letters before Enter', () => {
    const { w, send } = field()
    send('input', 'a')
    send('confirm', 'ab')
    send('blur', 'ab')
    expect(w.emitted('update:modelValue')).toEqual([['a'], ['ab']])
    expect(w.emitted('enter')).toHaveLength(1)
  })
})

it('a board\'s code is read in each printed form', () => {
  for (const said of ['https://your.name/b/AbC_12-x', 'b_AbC_12-x', 'life/board/index?scene=b_AbC_12-x', 'life/board/index?scene=b_AbC_12-x&x=1', ' AbC_12-x ']) {
    expect(boardToken(said), said).toBe('AbC_12-x')
  }
  for (const said of ['', 'LLB', 'https://elsewhere/x', '你好']) expect(boardToken(said), said).toBe('')
})

it('base64 equals the browser\'s', () => {
  for (const text of ['', 'a', 'ab', 'abc', '<svg xmlns="x"/>']) expect(b64(text)).toBe(btoa(text))
})
