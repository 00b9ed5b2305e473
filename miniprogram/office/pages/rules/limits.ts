// The table of time limits (时限表): what a line is called, what is wrong with it, and what an earlier line takes from it.
import type { components } from '@linli/shared/api/types'
import { same } from '@linli/shared/work/merging'
import { wrongTerm } from '@linli/shared/work/terms'

export type Limit = components['schemas']['Limit']
export type Trial = components['schemas']['Trial']
export type Column = 'intake' | 'dispatch' | 'take' | 'whole' | 'escalate'

export const columns: { key: Column; name: string; about: string; must: boolean }[] = [
  { key: 'intake', name: '受理', about: '提交到受理', must: true }, { key: 'dispatch', name: '交办', about: '受理到交办', must: false },
  { key: 'take', name: '接手', about: '交办到接手', must: false }, { key: 'whole', name: '全程', about: '提交到办结', must: true },
  { key: 'escalate', name: '上报', about: '超时后每隔多久再报上一级', must: true },
]

export interface Names { categories: Map<string, string>; topics: Map<string, string> }

/** The reports that a line is for. */
export const keyOf = (l: Limit): string => [l.category, l.topic, l.urgent ? 'urgent' : ''].join('/')

export function nameOf(l: Limit, n: Names): string {
  const parts = [l.urgent ? '紧急' : '', l.category ? n.categories.get(l.category) : '', l.topic ? n.topics.get(l.topic) : ''].filter(Boolean)
  return parts.join(' · ') || '其他事件'
}

/** What is wrong with a cell, or "". */
export const wrongCell = (l: Limit, c: (typeof columns)[number]): string => wrongTerm(l[c.key], c.must)

export function wrongSteps(l: Limit): string {
  if (l.steps.length > 6) return '最多 6 个分步'
  for (const s of l.steps) {
    if (!s.name.trim() || s.name.length > 10 || /[=;\n]/.test(s.name)) return '分步名称 1 至 10 字'
    const why = wrongTerm(s.term, true)
    if (why) return `${s.name}：${why}`
  }
  return ''
}

export const wrongLine = (l: Limit): boolean => columns.some((c) => wrongCell(l, c)) || !!wrongSteps(l)

const covers = (a: Limit, b: Limit) => a.urgent === b.urgent && (!a.category || a.category === b.category) && (!a.topic || a.topic === b.topic)

/** The number of the earlier line that takes all reports of line i, or 0. */
export const hiddenBy = (all: Limit[], i: number): number => all.slice(0, i).findIndex((l) => covers(l, all[i])) + 1

/** The fields of a line that differ from what is saved. */
export function changedIn(l: Limit, was: Limit | undefined): Set<string> {
  const fields = [...columns.map((c) => c.key), 'steps'] as (keyof Limit)[]
  return new Set(fields.filter((f) => !was || !same(l[f], was[f])))
}

/** How many places differ between two tables. */
export function changes(now: Limit[], was: Limit[]): number {
  const before = new Map(was.map((l) => [keyOf(l), l])), keys = now.map(keyOf)
  const gone = was.filter((l) => !keys.includes(keyOf(l))).length
  const moved = !gone && keys.length === was.length && keys.some((k, i) => k !== keyOf(was[i])) ? 1 : 0
  return gone + moved + now.reduce((n, l) => { const b = before.get(keyOf(l)); return n + (b ? changedIn(l, b).size : 1) }, 0)
}

export const sayChange = (t: Trial): string => (t.late_after > t.late_before ? `多 ${t.late_after - t.late_before} 件` : t.late_after < t.late_before ? `少 ${t.late_before - t.late_after} 件` : '不变')
export const toneOf = (t: Trial): string => (t.late_after > t.late_before ? 'tag-bad' : t.late_after < t.late_before ? 'tag-good' : '')
