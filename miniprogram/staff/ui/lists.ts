// The list of reports that the page 事件 shows. A tab page is opened without a query, so the list is set here.
import { reactive } from 'vue'
import type { List } from '@linli/shared/work/lists'

/** What the page shows: a list, of one category or family or of all. */
export const shown = reactive({ list: 'waiting' as List, category: '' })

/** Opens the page of reports with a list. */
export function openList(list: List): void {
  Object.assign(shown, { list, category: '' }) // a number opens all of its rows
  uni.switchTab({ url: '/pages/reports/index' })
}
