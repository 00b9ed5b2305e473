// Lists of words that the county decides (词表).
import { api } from '../api/client'
import type { components } from '../api/types'
import type { Option } from './form'

export type WordList = components['schemas']['Words']
export const wordLists = [['tag', '居民标签'], ['org_kind', '单位类型'], ['specialty', '专长'], ['family', '事件大类'], ['category', '事件类别'], ['topic', '办理事项'], ['partner', '转来单位'], ['danger', '紧急情况'], ['need', '走访发现的需要'], ['patrol', '巡查内容'], ['work', '工作类型'], ['order', '上门服务'], ['dispute', '纠纷类别'],
  ['chip_booking', '评价预约'], ['chip_errand', '评价代办'], ['chip_order', '评价上门'], ['chip_meal', '评价助餐'], ['chip_hall', '评价借场地'], ['chip_loan', '评价借用物品'], ['chip_counter', '评价窗口'],
] as const

/** The words of a list to choose from, by the word itself; of tags by their code. */
export async function optionsOf(list: (typeof wordLists)[number][0]): Promise<Option[]> {
  return (await api.get('/staff/words/{list}', { list })).items.map((w) => ({ value: w.code, name: w.name }))
}

/** The tags of residents, once `knowTags` has read them. */
export const tags: Option[] = []
export async function knowTags(): Promise<void> {
  const read = await optionsOf('tag')
  tags.splice(0, tags.length, ...read)
}
