// The columns of the inbox; which ones are shown is remembered on this PC.
import { computed, ref, type Ref } from 'vue'
import type { Report } from '@linli/shared/api/types'
import { keep, recall } from '@linli/shared/store/surroundings'
import { isOpen } from '@linli/shared/ui/states'
import { sayDue, sayTime } from '@linli/shared/util/time'
import { sources } from '@linli/shared/work/facts'
import { postings } from '@linli/shared/work/powers'

export interface Column {
  name: string
  title: string
  /** In px; 0 takes the rest. */
  width: number
  /** Orders that the head switches through. */
  sorts?: string[]
  /** Not shown until it is chosen. */
  extra?: boolean
  text: (r: Report) => string
}

/** The deadline of an open report in a few words. */
const dueOf = (r: Report): string =>
  !isOpen(r.state) ? '' : r.paused_until ? `停到 ${sayTime(r.paused_until)}` : sayDue(r.due_at).replace(/ 前$/, '')

/** The place without the community of my work, which every row has. */
function placeOf(r: Report): string {
  const own = postings().find((p) => r.area_name.startsWith(`${p.area_name} `))
  return (own && r.area_name.slice(own.area_name.length + 1)) || r.area_name || r.place
}

export const columns: Column[] = [
  { name: 'number', title: '编号', width: 92, text: (r) => r.number },
  { name: 'title', title: '事件', width: 0, text: (r) => r.text.replace(/\s+/g, ' ') || r.title }, // a title is cut for telephones
  { name: 'place', title: '地点', width: 150, text: (r) => placeOf(r) },
  { name: 'category', title: '类别', width: 88, text: (r) => r.category_name },
  { name: 'state', title: '状态', width: 74, text: (r) => r.state_name },
  { name: 'due', title: '期限', width: 122, sorts: ['due'], text: dueOf },
  { name: 'holder', title: '谁在办', width: 140, text: (r) => r.holder },
  { name: 'submitted', title: '提交', width: 112, sorts: ['newest', 'oldest'], text: (r) => sayTime(r.submitted_at) },
  { name: 'source', title: '来源', width: 84, extra: true, text: (r) => r.org_name || (sources[r.source] ?? r.source) },
  { name: 'reporter', title: '反映人', width: 92, extra: true, text: (r) => (r.reporter ? r.reporter.name || '没有留姓名' : '') },
  { name: 'urges', title: '催办', width: 58, extra: true, text: (r) => (r.urges ? `${r.urges} 次` : '') },
  { name: 'joins', title: '邻居', width: 58, extra: true, text: (r) => (r.joins ? `${r.joins} 位` : '') },
  { name: 'whole', title: '全程期限', width: 116, extra: true, text: (r) => (isOpen(r.state) ? sayDue(r.whole_due_at).replace(/ 前$/, '') : '') },
  { name: 'resolved', title: '办结', width: 112, extra: true, text: (r) => (r.resolved_at ? `${sayTime(r.resolved_at)}` : '') },
]

const always = ['title']
const chosen = ref<string[]>(recall<string[]>('columns') ?? columns.filter((c) => !c.extra).map((c) => c.name))

/** The last ones leave first when there is no room. */
const leave = ['category', 'submitted', 'source', 'resolved', 'joins', 'urges', 'whole', 'reporter', 'holder', 'place', 'number']
const leastTitle = 230, checkbox = 36 // px

/** The columns to show in this width, and the choice of them. */
export function useColumns(width: Ref<number>) {
  const wanted = computed(() => columns.filter((c) => always.includes(c.name) || chosen.value.includes(c.name)))
  const shown = computed(() => {
    let left = [...wanted.value]
    for (const name of leave) {
      if (!width.value || left.reduce((sum, c) => sum + (c.width || leastTitle), checkbox) <= width.value) break
      left = left.filter((c) => c.name !== name)
    }
    return left
  })
  return { shown }
}

/** Which columns this PC shows. */
export function useColumnChoice() {
  const choice = computed({
    get: () => chosen.value,
    set: (names: string[]) => { chosen.value = names; keep('columns', names) },
  })
  return { choice, choosable: columns.filter((c) => !always.includes(c.name)) }
}
