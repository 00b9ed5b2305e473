import { shallowRef, watch, type Ref } from 'vue'
import type { Form } from '@linli/shared/work/form'
import { same } from '@linli/shared/work/merging'

/**
 * A form about something that is read from the service. When somebody else changed it meanwhile, the form is made again from
 * what is there now, and its draft puts what was typed over it.
 */
export function useForm(data: Ref<unknown>) {
  const form = shallowRef<Form>()
  let again: (() => Form | undefined) | undefined
  watch(data, (now, before) => {
    if (!form.value || !again || !now || !before || same(now, before)) return
    form.value = again() ?? form.value
  })
  const open = (make: () => Form | undefined) => { again = make; form.value = make() }
  return { form, open, close: () => { form.value = undefined } }
}
