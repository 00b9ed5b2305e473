// The list of a day as the kitchen of an org reads it (厨房名单): portions, bags and diets, nobody's door.
import { api } from '../api/client'
import type { components } from '../api/types'
import { tell } from '../use/deed'
import type { RowDeed } from '../use/rows'
import { openDocument } from '../util/document'
import { sayTime } from '../util/time'

export type KitchenDay = components['schemas']['KitchenDay']

export const kitchenDays = async (): Promise<KitchenDay[]> => (await api.get('/staff/kitchen')).items
export const keyOf = (k: KitchenDay): string => `${k.programme_id} ${k.day}`
export const sayPortions = (k: KitchenDay): string => `到点 ${k.eat_in} 份，送餐 ${k.deliver} 份`
export const sayList = (k: KitchenDay): string => (k.fixed ? `${sayTime(k.fixed_at)} 定${k.printed_at ? `，${sayTime(k.printed_at)} 打印` : ''}` : `前一天 ${k.cut_off} 定，现在的份数还会变`)

/** What can be done with a day: nothing until it is fixed. */
export const kitchenDeeds = (k: KitchenDay): RowDeed[] => {
  const at = { id: k.programme_id, day: k.day }
  return k.fixed ? [
    { title: '打印', icon: 'print', kind: 'main', run: () => openDocument(() => api.bytes('/staff/kitchen/{id}/days/{day}/list', at), `厨房名单 ${k.name} ${k.day}.pdf`) },
    {
      title: '忌口和分装', kind: 'soft',
      run: async () => {
        const { diets, bags } = await api.get('/staff/kitchen/{id}/days/{day}', at)
        await tell('忌口和分装', [
          ...diets.map((d) => `${d.name}（${d.way === 'eat_in' ? '到点' : d.carrier || '还没有人送'}）：${d.diet}`), diets.length ? '' : '没有人忌口',
          ...bags.map((b) => `${b.carrier || '还没有人送'}送 ${b.portions} 份`),
        ].filter(Boolean).join('\n'))
      },
    },
  ] : []
}
