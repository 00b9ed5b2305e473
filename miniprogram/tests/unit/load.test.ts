// Content of a page about something that can be chosen: what is shown is never about what was chosen before.
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { flushPromises, mount, type VueWrapper } from '@vue/test-utils'
import { nextTick, ref } from 'vue'
import { useList, useLoad } from '@linli/shared/use/load'

const uni = (globalThis as any).uni
let heard: Map<string, Set<() => void>>, page: VueWrapper | undefined
beforeEach(() => {
  heard = new Map()
  uni.$on.mockImplementation((name: string, f: () => void) => { heard.set(name, (heard.get(name) ?? new Set()).add(f)) })
  uni.$off.mockImplementation((name: string, f: () => void) => { heard.get(name)?.delete(f) })
})
afterEach(() => { page?.unmount(); page = undefined })
const news = async () => { heard.get('news')?.forEach((f) => f()); await flushPromises() }

/** A service that answers when told; `asked` is what it was asked for. */
function service<T>() {
  const asked: any[] = [], answers: { give: (value: T) => Promise<void>; fail: (words: string) => Promise<void> }[] = []
  const fetch = (...about: any[]) => new Promise<T>((give, fail) => {
    asked.push(about.length > 1 ? about : about[0])
    answers.push({ give: async (value) => { give(value); await flushPromises() }, fail: async (words) => { fail(new Error(words)); await flushPromises() } })
  })
  return { fetch, asked, answers }
}
function show<R>(setup: () => R): R {
  let got!: R
  page = mount({ setup: () => { got = setup(); return () => null } })
  return got
}
const seen = (l: any) => [l.data.value, l.loading.value, l.problem.value !== '']

describe('what is loaded about something', () => {
  it('goes at once when something else is chosen, and that is loaded', async () => {
    const at = ref('a'), s = service<string>(), l = show(() => useLoad((id: string) => s.fetch(id), at))
    expect([s.asked, seen(l)]).toEqual([['a'], [undefined, true, false]])
    await s.answers[0].give('of a')
    expect(seen(l)).toEqual(['of a', false, false])
    at.value = 'b'
    await nextTick()
    expect([s.asked, seen(l)]).toEqual([['a', 'b'], [undefined, true, false]])
    await s.answers[1].give('of b')
    expect(seen(l)).toEqual(['of b', false, false])
  })

  it('ignores a late answer and a late fault about what was chosen before', async () => {
    const at = ref('a'), s = service<string>(), l = show(() => useLoad((id: string) => s.fetch(id), () => at.value))
    at.value = 'b'
    await nextTick()
    await s.answers[0].give('of a')
    expect(seen(l)).toEqual([undefined, true, false])
    await s.answers[1].give('of b')
    at.value = 'c'
    await nextTick()
    at.value = 'd'
    await nextTick()
    await s.answers[3].give('of d')
    await s.answers[2].fail('c is away')
    expect(seen(l)).toEqual(['of d', false, false])
  })

  it('does not show the fault of before', async () => {
    const at = ref('a'), s = service<string>(), l = show(() => useLoad((id: string) => s.fetch(id), at))
    await s.answers[0].fail('a is away')
    expect(seen(l)).toEqual([undefined, false, true])
    at.value = 'b'
    await nextTick()
    expect(seen(l)).toEqual([undefined, true, false])
  })

  it('stays on the screen while the same is loaded again, and when that fails', async () => {
    const at = ref({ id: 'a', month: '11' }), s = service<string>(), l = show(() => useLoad((about: { id: string }) => s.fetch(about.id), () => ({ ...at.value })))
    await s.answers[0].give('first')
    void l.load()
    await nextTick()
    expect(seen(l)).toEqual(['first', true, false])
    await s.answers[1].give('second')
    at.value = { id: 'a', month: '11' } // made anew, and the same
    await nextTick()
    expect([s.asked.length, seen(l)]).toEqual([2, ['second', false, false]])
    void l.load()
    await s.answers[2].fail('away')
    expect(seen(l)).toEqual(['second', false, true])
    at.value = { id: 'a', month: '12' }
    await nextTick()
    expect(seen(l)).toEqual([undefined, true, false])
  })

  it('waits for a choice, and goes when nothing is chosen any more', async () => {
    const at = ref<string>(), s = service<string>(), l = show(() => useLoad((id: string) => s.fetch(id), at))
    await l.load()
    await news()
    expect([s.asked, seen(l)]).toEqual([[], [undefined, true, false]])
    at.value = 'a'
    await nextTick()
    await s.answers[0].give('of a')
    at.value = ''
    await nextTick()
    expect([s.asked, seen(l)]).toEqual([['a'], [undefined, true, false]])
    at.value = 'a'
    await nextTick()
    expect(s.asked).toEqual(['a', 'a'])
  })

  it('is asked for once when the page loads it by itself', async () => {
    const s = service<string>(), l = show(() => { const own = useLoad((id: string) => s.fetch(id), () => 'a'); void own.load(); return own })
    await nextTick()
    expect(s.asked).toEqual(['a'])
    await s.answers[0].give('of a')
    expect(seen(l)).toEqual(['of a', false, false])
  })

  it('takes what a deed answers, but not about what was chosen before', async () => {
    const at = ref('a'), s = service<string>(), l = show(() => useLoad((id: string) => s.fetch(id), at))
    await s.answers[0].give('first')
    void l.load()
    l.take('saved', 'a')
    await s.answers[1].give('read before it was saved')
    expect(seen(l)).toEqual(['saved', false, false])
    at.value = 'b'
    await nextTick()
    l.take('saved', 'a')
    expect(seen(l)).toEqual([undefined, true, false])
  })

  it('does nothing after the page is gone', async () => {
    const at = ref('a'), s = service<string>(), l = show(() => useLoad((id: string) => s.fetch(id), at))
    page!.unmount()
    await s.answers[0].give('of a')
    at.value = 'b'
    await nextTick()
    await news()
    expect([s.asked, l.data.value]).toEqual([['a'], undefined])
  })
})

describe('a list about something', () => {
  type Rows = { items: string[]; next?: string }
  const rows = (l: any) => [l.items.value, l.loading.value, l.rest.value, l.problem.value !== '']

  it('loses its rows at once when something else is chosen', async () => {
    const at = ref('a'), s = service<Rows>(), l = show(() => useList((cursor, id: string) => s.fetch(id, cursor), at))
    await s.answers[0].give({ items: ['a1'], next: '2' })
    void l.more()
    at.value = 'b'
    await nextTick()
    expect([s.asked, rows(l)]).toEqual([[['a', ''], ['a', '2'], ['b', '']], [[], true, false, false]])
    await s.answers[1].give({ items: ['a2'] })
    expect(rows(l)).toEqual([[], true, false, false])
    await s.answers[2].give({ items: ['b1'] })
    expect(rows(l)).toEqual([['b1'], false, false, false])
  })

  it('keeps them while the same is loaded again, and shows no fault of before', async () => {
    const at = ref('a'), s = service<Rows>(), l = show(() => useList((cursor, id: string) => s.fetch(id, cursor), at))
    await s.answers[0].give({ items: ['a1'] })
    void l.load()
    await nextTick()
    expect(rows(l)).toEqual([['a1'], true, false, false])
    await s.answers[1].fail('away')
    expect(rows(l)).toEqual([['a1'], false, false, true])
    at.value = 'b'
    await nextTick()
    expect(rows(l)).toEqual([[], true, false, false])
  })

  it('begins at the first page of what has just been chosen', async () => {
    const at = ref('a'), s = service<Rows>(), l = show(() => useList((cursor, id: string) => s.fetch(id, cursor), at))
    await s.answers[0].give({ items: ['a1'], next: '2' })
    at.value = 'b'
    void l.more()
    await nextTick()
    expect(s.asked).toEqual([['a', ''], ['b', '']])
    await s.answers[1].give({ items: ['b1'] })
    expect(rows(l)).toEqual([['b1'], false, false, false])
  })

  it('is empty while nothing is chosen, and asks for nothing', async () => {
    const at = ref(''), s = service<Rows>(), l = show(() => useList((cursor, id: string) => s.fetch(id, cursor), at))
    await l.load()
    await l.more()
    expect([s.asked, rows(l)]).toEqual([[], [[], true, false, false]])
  })
})
