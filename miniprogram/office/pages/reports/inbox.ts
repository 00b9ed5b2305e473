// The rows of the inbox, the open report, and the reports beside it, fetched before they are asked for.
import { reactive, shallowRef, watch, type Ref } from 'vue'
import { api } from '@linli/shared/api/client'
import { Fault, wordsOf } from '@linli/shared/api/fault'
import type { Report, ReportDetail } from '@linli/shared/api/types'
import { useList } from '@linli/shared/use/load'
import { now } from '@linli/shared/util/time'
import { pageSize, type Asked } from './filters'

const freshFor = 60_000 // ms; an older copy is shown at once and fetched again

/** The rows of a list. */
export function useRows(asked: Ref<Asked>) {
  const list = useList((cursor, of) => api.get('/staff/reports', { ...of, cursor: cursor || undefined }), asked)
  // A narrowed page may be short although more follows: the service looks at a bounded number of rows at a time.
  watch([list.items, list.rest, list.loading], () => {
    if (list.rest.value && !list.loading.value && !list.problem.value && list.items.value.length < pageSize) void list.more()
  })
  /** Puts the current form of a report into its row. */
  function put(r: Report) {
    if (list.items.value.some((one) => one.id === r.id)) list.items.value = list.items.value.map((one) => (one.id === r.id ? r : one))
  }
  return { ...list, put }
}

/** The open report, with copies of its neighbours. */
export function useOpened(id: Ref<string>, rows: Ref<Report[]>) {
  const copies = new Map<string, { at: number; got: ReportDetail }>()
  const shown = shallowRef<ReportDetail>()
  const at = reactive({ loading: false, problem: '' })

  async function fetch(which: string): Promise<ReportDetail> {
    const got = await api.get('/reports/{id}', { id: which })
    copies.set(which, { at: now(), got })
    if (copies.size > 60) copies.delete(copies.keys().next().value!)
    return got
  }
  async function load(): Promise<void> {
    const which = id.value
    if (!which) { shown.value = undefined; return }
    const copy = copies.get(which)
    if (copy || shown.value?.id !== which) { shown.value = copy?.got; at.problem = '' }
    if (copy && now() - copy.at < freshFor) return prefetch()
    at.loading = true
    try {
      const got = await fetch(which)
      if (id.value === which) { shown.value = got; at.problem = '' }
    } catch (thrown) {
      if (id.value === which && (!copy || (thrown instanceof Fault && thrown.status === 404))) { shown.value = undefined; at.problem = wordsOf(thrown) }
    }
    if (id.value === which) { at.loading = false; prefetch() }
  }
  /** Fetches the next and the previous report, so that a key opens them at once. */
  function prefetch(): void {
    for (const near of [nearRow(rows.value, id.value, 1), nearRow(rows.value, id.value, -1)]) {
      const copy = near && copies.get(near.id)
      if (near && (!copy || now() - copy.at >= freshFor)) void fetch(near.id).catch(() => {}) // it is fetched again when it is opened
    }
  }
  /** Fetches a report again, shown or not. */
  async function again(which: string): Promise<ReportDetail | undefined> {
    copies.delete(which)
    if (which === id.value) { await load(); return shown.value }
    return undefined
  }
  watch(id, () => { void load() }, { immediate: true })
  return { shown, at, again, forget: (which: string) => copies.delete(which) }
}

/** The row that stands so many rows after the one with this id; forwards from nowhere, the first. */
export function nearRow(rows: Report[], id: string, step: number): Report | undefined {
  const at = rows.findIndex((r) => r.id === id)
  return rows[at < 0 ? (step > 0 ? 0 : -1) : at + step]
}
