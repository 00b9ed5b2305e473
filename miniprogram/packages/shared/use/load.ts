import { getCurrentInstance, onMounted, onUnmounted, ref, shallowRef, type Ref, type ShallowRef } from 'vue'
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

/** Fetched content of a page: value, whether it is loading, and its error. */
export interface Loading<T> {
  data: ShallowRef<T | undefined>
  loading: Ref<boolean>
  problem: Ref<string>
  /** Reloads; the old content stays until the new one has arrived. Never throws. */
  load: () => Promise<void>
}

/** Wraps one fetch. The result of the last call wins, whichever answer comes first. */
export function useLoad<T>(fetch: () => Promise<T>): Loading<T> {
  const data = shallowRef<T>(), loading = ref(true), problem = ref('')
  let turn = 0
  async function load() {
    const mine = ++turn
    loading.value = true
    try {
      const got = await fetch()
      if (mine === turn) { data.value = got; problem.value = '' }
    } catch (thrown) {
      if (mine === turn) problem.value = wordsOf(thrown)
    }
    if (mine === turn) {
      loading.value = false
      uni.stopPullDownRefresh?.()
    }
  }
  onNews(load, () => data.value !== undefined || problem.value !== '', () => problem.value !== '')
  return { data, loading, problem, load }
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

/** Wraps a list of the API: fetch gets the cursor of the page, "" for the first. */
export function useList<T>(fetch: (cursor: string) => Promise<{ items: T[]; next?: string }>): Listing<T> {
  const items = shallowRef<T[]>([]), loading = ref(true), problem = ref(''), rest = ref(false)
  let next = '', turn = 0, wanted = false
  async function turnPage(cursor: string) {
    const mine = ++turn
    loading.value = true
    try {
      const page = await fetch(cursor)
      if (mine !== turn) return
      items.value = cursor ? [...items.value, ...page.items] : page.items
      next = page.next ?? ''
      rest.value = next !== ''
      problem.value = ''
    } catch (thrown) {
      if (mine === turn) problem.value = wordsOf(thrown)
    }
    if (mine === turn) {
      loading.value = false
      uni.stopPullDownRefresh?.()
      const further = wanted && !problem.value
      wanted = false
      if (further) await more()
    }
  }
  const load = () => turnPage('')
  async function more() {
    if (loading.value) wanted = true
    else if (rest.value) await turnPage(next)
  }
  onNews(load, () => (items.value.length > 0 || problem.value !== '') && !loading.value, () => problem.value !== '')
  return { items, loading, problem, rest, load, more }
}
