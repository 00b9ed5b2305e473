// Two people change one list: what each did is put together, row by row.

const sorted = (_: string, v: unknown) => (v && typeof v === 'object' && !Array.isArray(v) ? Object.fromEntries(Object.entries(v).sort(([a], [b]) => (a < b ? -1 : 1))) : v)

/** Whether two values have the same content, in whatever order their fields are. */
export const same = (a: unknown, b: unknown): boolean => JSON.stringify(a, sorted) === JSON.stringify(b, sorted)

export interface Merged<T> {
  rows: T[]
  /** The names of rows that both changed, in different ways; mine are in `rows`. */
  both: string[]
  /** The names of rows that only the other changed. */
  taken: string[]
}

/** The keys of the rows; the second of two equal ones is told apart by a number. */
export function keysOf<T>(all: T[], keyOf: (one: T) => string): string[] {
  const seen = new Map<string, number>()
  return all.map((one) => {
    const key = keyOf(one), n = (seen.get(key) ?? 0) + 1
    seen.set(key, n)
    return n > 1 ? `${key}#${n}` : key
  })
}

const byKey = <T>(all: T[], keyOf: (one: T) => string) => {
  const keys = keysOf(all, keyOf)
  return new Map(all.map((one, i) => [keys[i], one]))
}

/** `mine` and `theirs` were both made from `base`. A row that I did not touch becomes theirs; one that I did stays mine. */
export function merge<T>(base: T[], theirs: T[], mine: T[], keyOf: (one: T) => string): Merged<T> {
  const was = byKey(base, keyOf), now = byKey(theirs, keyOf), own = byKey(mine, keyOf)
  const rows: T[] = [], both: string[] = [], taken: string[] = []
  for (const [key, one] of own) {
    const before = was.get(key), other = now.get(key)
    if (before !== undefined && same(before, one)) {
      if (other !== undefined) rows.push(other)
      if (!same(before, other)) taken.push(key)
    } else {
      rows.push(one)
      if (!same(before, other) && !same(one, other)) both.push(key)
    }
  }
  const keys = keysOf(theirs, keyOf)
  theirs.forEach((other, i) => {
    const key = keys[i], before = was.get(key)
    if (own.has(key)) return
    if (before !== undefined) {
      if (!same(before, other)) both.push(key) // I had taken it away
      return
    }
    taken.push(key)
    rows.splice(Math.min(i, rows.length), 0, other)
  })
  return { rows, both, taken }
}
