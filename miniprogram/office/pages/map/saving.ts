// Saves what was drawn as one edit of the roster, exactly as its preview showed it and only over what the drawing began with.
import { ref, shallowRef, type Ref } from 'vue'
import { api } from '@linli/shared/api/client'
import type { Answer, Body } from '@linli/shared/api/contract'
import { Fault, wordsOf } from '@linli/shared/api/fault'
import { say } from '@linli/shared/use/deed'
import { boundaryOf } from '../../map/geo'
import type { Changes } from '../../map/drawing'
import { forgetTerritories, type Territory } from '../../map/shapes'

export type Plan = Answer<'/staff/roster/preview', 'post'>
type Edit = NonNullable<Body<'/staff/roster', 'post'>>

/** `reload` fetches the territory after another person was faster; what was drawn stays on top of it. */
export function useSaving(base: Ref<Territory | undefined>, changed: Ref<string[]>, changes: Ref<Changes>, reload: () => Promise<void>) {
  const busy = ref(false), plan = shallowRef<Plan>()
  let edit: Edit = {}
  function edited(): Edit {
    return {
      areas: changed.value.map((id) => {
        const { parts, at } = changes.value.get(id)!
        return { id, mark: base.value!.byId.get(id)!.mark, ...(parts && { boundary: JSON.stringify(boundaryOf(parts)) }), ...(at && { lng: at[0], lat: at[1] }) }
      }),
    }
  }
  async function send(deed: () => Promise<unknown>): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    try {
      await deed()
      return true
    } catch (thrown) {
      plan.value = undefined
      if (thrown instanceof Fault && thrown.status === 409) await reload()
      say(wordsOf(thrown))
      return false
    } finally {
      busy.value = false
    }
  }
  const preview = () => send(async () => { edit = edited(); plan.value = await api.post('/staff/roster/preview', {}, edit) })
  const save = () => send(async () => { await api.post('/staff/roster', {}, { ...edit, token: plan.value!.token }); plan.value = undefined; forgetTerritories() })
  return { busy, plan, preview, save }
}
