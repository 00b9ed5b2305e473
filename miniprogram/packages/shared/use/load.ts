import { getCurrentInstance, onMounted, onUnmounted, ref, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import { wordsOf } from '../api/fault'

let listening = false

/** Tells the open pages when the network is back. */
function listen(): void {
  if (listening) return
  listening = true
  uni.onNetworkStatusChange?.(({ isConnected }) => { if (isConnected) uni.$emit('online') })
}

/**
 * Reloads on news: from the demo, from the 刷新 button, or after a conflict; content that was never loaded is not. What could
 * not be loaded is loaded when the network is back.
 */
function onNews(again: () => Promise<void>, shown: () => boolean, failed: () => boolean): void {
  if (!getCurrentInstance()) return
  const hear = () => { if (shown()) void again() }, back = () => { if (failed()) void again() }
  listen()
  onMounted(() => { uni.$on('news', hear); uni.$on('online', back) })
  onUnmounted(() => { uni.$off('news', hear); uni.$off('online', back) })
}

/**
 * What content is about: the chosen community, the list, the id. It is compared by what it says; undefined, null, '' and false
 * are nothing, which is not fetched.
 */
export type About<A> = Ref<A | Nothing> | (() => A | Nothing)
type Nothing = undefined | null | '' | false

/**
 * Follows what the content is about: `drop` forgets the content of before, `load` is called when something else is chosen, and
 * when the page is there, unless the page has loaded by itself. Returns what to fetch, and whether that is still chosen.
 */
function follow<A>(about: About<A> | undefined, drop: () => void, load: () => Promise<void>, begun: () => boolean) {
  if (!about) return { now: () => undefined as A, chosen: () => true, is: () => true }
  const read = () => (typeof about === 'function' ? about() : about.value), said = (of: unknown) => JSON.stringify(of)
  let at: string | undefined
  function now(): A {
    const of = read(), words = said(of)
    if (words !== at) { at = words; drop() }
    return of as A
  }
  watch(() => said(read()), (words) => { if (words !== at) void load() })
  if (getCurrentInstance()) onMounted(() => { if (!begun()) void load() })
  return { now, chosen: () => !!read(), is: (of: unknown) => said(of) === said(read()) }
}

/** Fetched content of a page: value, whether it is loading, and its error. */
export interface Loading<T, A = unknown> {
  data: ShallowRef<T | undefined>
  loading: Ref<boolean>
  problem: Ref<string>
  /** Reloads; the old content stays until the new one has arrived. Never throws. */
  load: () => Promise<void>
  /** Shows what a deed has answered, unless it was about what is no longer chosen. */
  take(got: T, of?: A): void
}

/**
 * Wraps one fetch. The result of the last call wins, whichever answer comes first. With `about`, the page need not load: that
 * happens when something is chosen, and the content of what was chosen before goes at once.
 */
export function useLoad<T>(fetch: () => Promise<T>): Loading<T>
export function useLoad<T, A>(fetch: (of: A) => Promise<T>, about: About<A>): Loading<T, A>
export function useLoad<T, A>(fetch: (of: A) => Promise<T>, about?: About<A>): Loading<T, A> {
  const data = shallowRef<T>(), loading = ref(true), problem = ref('')
  let turn = 0
  const of = follow(about, () => { data.value = undefined; problem.value = '' }, load, () => turn > 0)
  async function load() {
    const mine = ++turn, at = of.now(), last = () => mine === turn && of.is(at)
    loading.value = true
    if (!of.chosen()) return uni.stopPullDownRefresh?.()
    try {
      const got = await fetch(at)
      if (last()) { data.value = got; problem.value = '' }
    } catch (thrown) {
      if (last()) problem.value = wordsOf(thrown)
    }
    if (last()) {
      loading.value = false
      uni.stopPullDownRefresh?.()
    }
  }
  function take(got: T, at?: A) {
    if (!of.is(at)) return
    turn++
    data.value = got
    problem.value = ''
    loading.value = false
  }
  if (getCurrentInstance()) onUnmounted(() => { turn++ })
  onNews(load, () => data.value !== undefined || problem.value !== '', () => problem.value !== '')
  return { data, loading, problem, load, take }
}

/** A list with pages. */
export interface Listing<T> {
  items: ShallowRef<T[]>
  loading: Ref<boolean>
  problem: Ref<string>
  /** There is another page: call `more`. */
  rest: Ref<boolean>
  /** Loads the first page. */
  load: () => Promise<void>
  /** Loads the next page; if called while a page is loading, then after it: the end of a list is reached only once. */
  more: () => Promise<void>
}

/** Wraps a list of the API: fetch gets the cursor of the page, "" for the first. With `about` it is as for `useLoad`. */
export function useList<T>(fetch: (cursor: string) => Promise<{ items: T[]; next?: string }>): Listing<T>
export function useList<T, A>(fetch: (cursor: string, of: A) => Promise<{ items: T[]; next?: string }>, about: About<A>): Listing<T>
export function useList<T, A>(fetch: (cursor: string, of: A) => Promise<{ items: T[]; next?: string }>, about?: About<A>): Listing<T> {
  const items = shallowRef<T[]>([]), loading = ref(true), problem = ref(''), rest = ref(false)
  let next = '', turn = 0, wanted = false
  const load = () => turnPage(false)
  const of = follow(about, () => { items.value = []; rest.value = wanted = false; problem.value = next = '' }, load, () => turn > 0)
  async function turnPage(further: boolean) {
    const mine = ++turn, at = of.now(), cursor = further ? next : '', last = () => mine === turn && of.is(at)
    loading.value = true
    if (!of.chosen()) return uni.stopPullDownRefresh?.()
    try {
      const page = await fetch(cursor, at)
      if (!last()) return
      items.value = cursor ? [...items.value, ...page.items] : page.items
      next = page.next ?? ''
      rest.value = next !== ''
      problem.value = ''
    } catch (thrown) {
      if (last()) problem.value = wordsOf(thrown)
    }
    if (last()) {
      loading.value = false
      uni.stopPullDownRefresh?.()
      const on = wanted && !problem.value
      wanted = false
      if (on) await more()
    }
  }
  async function more() {
    if (loading.value) wanted = true
    else if (rest.value) await turnPage(true)
  }
  if (getCurrentInstance()) onUnmounted(() => { turn++ })
  onNews(load, () => (items.value.length > 0 || problem.value !== '') && !loading.value, () => problem.value !== '')
  return { items, loading, problem, rest, load, more }
}
