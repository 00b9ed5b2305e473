// A list of work described as data: its tabs, columns and deeds. WorkPage.vue draws it.
import { computed } from 'vue'
import { useRoute, useRouter, type LocationQuery, type RouteLocationRaw } from 'vue-router'
import type { Tone } from '@linli/shared/ui/states'
import type { RowDeed } from '@linli/shared/use/rows'
import type { NumberName } from '../live/numbers'

/** A piece of a cell: plain, a tag, or a link to a page or to the card of a resident. */
export interface Bit { text: string; tag?: Tone; look?: 'strong' | 'hint' | 'bad'; to?: RouteLocationRaw; resident?: string }
type Maybe<T> = T | '' | false | undefined
/** A line of a cell. */
export type Line = Maybe<string | Bit> | Maybe<string | Bit>[]

export interface Column<T> {
  title: string
  /** In pixels; the others share the rest. */
  width?: number
  /** The lines of the cell; without it, the page draws it in the slot with this `name`. */
  lines?: (row: T) => Line[]
  name?: string
}

export interface Rows<T> {
  key: (row: T) => string
  /** What a button says of the row it belongs to. */
  name: (row: T) => string
  columns: Column<T>[]
  deeds?: (row: T) => RowDeed[]
  urgent?: (row: T) => boolean
  /** Can be opened in the pane of the page. */
  opens?: boolean
}

export interface Tab<T = any> {
  value: string
  name: string
  empty: string
  /** Beside the title of the page. */
  about?: string
  /** The number of its rows. */
  number?: NumberName
  rows: Rows<T>
  fetch: (cursor: string) => Promise<{ items: T[]; next?: string }>
}

export const tag = (text: string, tone: Tone): Bit => ({ text, tag: tone })
export const hint = (text: string): Bit => ({ text, look: 'hint' })
export const strong = (text: string): Bit => ({ text, look: 'strong' })
export const urgentTag = (over = false): Bit => tag('紧急', over ? 'off' : 'urgent')

/** The pieces of a line that are there. */
export const bitsOf = (line: Line): Bit[] =>
  [line].flat().filter((b): b is string | Bit => !!b).map((b) => (typeof b === 'string' ? { text: b } : b))

/** The tab and the open row of the address. */
export function useWhere(tabs: () => Tab[]) {
  const route = useRoute(), router = useRouter()
  const one = (name: string): string => (typeof route.query[name] === 'string' ? (route.query[name] as string) : '')
  const tab = computed(() => tabs().find((t) => t.value === one('list')) ?? tabs()[0])
  const open = computed(() => one('open'))
  function change(parts: { list?: string; open?: string }): void {
    const query: LocationQuery = { ...route.query, ...parts }
    for (const name of Object.keys(query)) if (query[name] === '') delete query[name]
    void (parts.open && !open.value ? router.push({ query }) : router.replace({ query }))
  }
  return { tab, open, change }
}
