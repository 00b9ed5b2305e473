// Forms that are shown before a step. A form is data that FormSheet draws, so that all forms look and behave alike.
import type { Area } from '../api/types'
import type { Looked } from './rounds'
import { dayOf, now } from '../util/time'

export interface Option { value: string; name: string; sub?: string; icon?: string }
/** A ready-made text. */
export interface Ready { name: string; text: string }
export interface Somebody { id: string; name: string }
/** The values by the name of the field. */
export type Values = Record<string, any>

interface Asked { name: string; label: string; must?: boolean; note?: string; when?: (v: Values) => boolean }

export type Field = Asked & (
  | { kind: 'words'; value?: string; hint?: string; rows?: number; most?: number; type?: string; ready?: Ready[]; voice?: boolean }
  | { kind: 'choice'; value?: string; options: Option[]; optional?: boolean }
  | { kind: 'many'; value?: string[]; options: Option[] }
  | { kind: 'check'; value?: boolean }
  | { kind: 'count'; value?: number; least: number; most: number; step?: number; unit?: string }
  | { kind: 'day' | 'time'; value?: string; from?: string }
  /** A moment some days after `from` (ms; now without it), at six in the evening. */
  | { kind: 'until'; value?: string; days: number[]; from?: number; most: number }
  /** `sealed`: `send` hands the photo in as a document; it is uploaded nowhere else and dropped when the form closes. */
  | { kind: 'photos'; most?: number; words?: string; sealed?: boolean }
  | { kind: 'area'; value?: Pick<Area, 'id' | 'full_name'>; kinds: Area['kind'][]; community?: string }
  | { kind: 'person'; value?: Somebody; community: string }
  /** The area of a round and what it looks at; at the desk only. */
  | { kind: 'points'; value: Looked; areas: Option[] }
)

export interface Form {
  title: string
  /** The subject of the form; drafts are kept separately for each. */
  about?: string
  /** The label of the button. */
  go: string
  fields: Field[]
  note?: string
  /** Nothing of it is kept on the device. */
  sealed?: boolean
  /** The step is irreversible. */
  bad?: boolean
  /** Returns what is still wrong, or "". */
  check?: (v: Values) => string
  /** Runs the step; `photos` are already uploaded into v.file_ids. */
  send: (v: Values, key: string) => Promise<unknown>
  /** A refusal stays above the fields: the rule behind it takes longer to read than a passing message is shown. */
  explains?: boolean
  /** The text after success. */
  said?: string
}

export function startOf(fields: Field[]): Values {
  const values: Values = {}
  for (const f of fields) {
    const given = 'value' in f ? f.value : undefined
    values[f.name] = given ?? ({ many: [], check: false, count: 'least' in f ? f.least : 0, photos: [], area: undefined, person: undefined } as Values)[f.kind] ?? (f.kind === 'area' || f.kind === 'person' ? undefined : '')
  }
  return values
}

/** The values that differ from the initial ones, for the draft; photos are stored separately. */
export function changedOf(fields: Field[], values: Values): Values {
  const start = startOf(fields)
  return Object.fromEntries(fields.filter((f) => f.kind !== 'photos' && JSON.stringify(values[f.name]) !== JSON.stringify(start[f.name]))
    .map((f) => [f.name, { value: values[f.name], names: namesOf(f, values[f.name]) }]))
}

/** The initial values with those of the draft. A choice is restored only when its value still means the same. */
export function takenUp(fields: Field[], kept: Values): Values {
  const values = startOf(fields)
  for (const f of fields) {
    const one = kept[f.name]
    if (one && f.kind !== 'photos' && JSON.stringify(namesOf(f, one.value)) === JSON.stringify(one.names)) values[f.name] = one.value
  }
  return values
}

function namesOf(f: Field, value: any): string[] {
  if (f.kind !== 'choice' && f.kind !== 'many') return []
  return [value].flat().map((v) => f.options.find((o) => o.value === v)?.name ?? '')
}

const empty = (v: unknown) => v === undefined || v === '' || (Array.isArray(v) && v.length === 0) || (typeof v === 'string' && !v.trim())

/** The first missing value, or "". */
export function missing(form: Form, v: Values): string {
  for (const f of form.fields) {
    if (f.must && (!f.when || f.when(v)) && empty(v[f.name])) return `请填写“${f.label}”`
  }
  return form.check?.(v) ?? ''
}

const day = 86_400_000

/** An instant in the service's format: 2026-11-26T18:00:00+08:00. */
export const stamp = (ms: number): string => `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, 19)}+08:00`

/** Six in the evening, n days later. */
export const evening = (n: number, from = now()): string => `${dayOf(from + n * day)}T18:00:00+08:00`

/** A clock time of a day. */
export const at = (dayText: string, clock: string): string => `${dayText}T${clock}:00+08:00`

export const today = (): string => dayOf(now())
