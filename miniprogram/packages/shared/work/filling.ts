import { computed, ref, shallowRef, watch } from 'vue'
import { say, useDeed } from '../use/deed'
import { useDraft } from '../use/draft'
import { usePhotos } from '../use/photos'
import { dropPhoto, photosReady } from '../util/photo'
import { changedOf, missing, startOf, takenUp, type Field, type Form, type Values } from './form'

/** Where a form is shown. */
export interface Shown {
  form?: Form
  /** What happened to its subject since it was opened. */
  news: string[]
}

/**
 * The filling in of a form: its values, its draft, and the one request that sends it. `where` names the page and its subject
 * for the draft; `done` is called after success.
 */
export function useFilling(p: Shown, where: () => string, done: () => void) {
  const values = ref<Values>(p.form ? startOf(p.form.fields) : {}), picking = shallowRef<Field>()
  const asked = computed(() => (p.form?.fields ?? []).filter((f) => !f.when || f.when(values.value)))

  const photos = usePhotos()
  const photoField = computed(() => p.form?.fields.find((f) => f.kind === 'photos')?.name)
  const chosen = computed({
    get: () => (photoField.value ? values.value[photoField.value] ?? [] : []),
    set: (all) => { if (photoField.value) values.value[photoField.value] = all },
  })
  const changed = computed({
    get: () => (p.form ? changedOf(p.form.fields, values.value) : {}),
    set: (kept: Values) => { values.value = p.form ? { ...takenUp(p.form.fields, kept), ...(photoField.value ? { [photoField.value]: [] } : {}) } : {} },
  })
  const named = () => (p.form && !p.form.sealed ? ['form', where(), p.form.title, p.form.about].filter(Boolean).join(':') : '')
  const deed = useDeed(async (key, form: Form) => {
    const given = { ...values.value }
    const field = form.fields.find((f) => f.kind === 'photos')
    if (field && !field.sealed) {
      photos.picked.value = values.value[field.name]
      given.file_ids = await photos.upload()
    }
    await form.send(given, key)
  })

  let name = ''
  const draft = useDraft(named, { changed }, { picked: chosen })
  watch(() => p.form, (_, was) => {
    const sealed = was?.fields.find((f) => f.kind === 'photos' && f.sealed)
    for (const one of (sealed && values.value[sealed.name]) || []) void dropPhoto(one.key)
    if (named() !== name) deed.conflict.value = deed.refused.value = ''
    name = named()
    picking.value = undefined
    draft.begin()
    if (p.form?.sealed) changed.value = {}
  }, { immediate: true })

  /** What to say above the fields: why the service refused, or that something changed. */
  const said = computed(() => deed.conflict.value || (p.form?.explains ? deed.refused.value : '') || (p.news.length ? '刚才有了变化' : ''))
  function restart() {
    photos.picked.value = chosen.value
    photos.clear()
    draft.clear()
  }
  async function go() {
    const form = p.form
    if (!form) return
    await photosReady()
    const lacks = missing(form, values.value)
    if (lacks) return say(lacks)
    if (!(await deed.run(form))) return
    photos.clear()
    draft.clear()
    if (form.said) say(form.said)
    done()
  }
  function take(one: unknown) {
    if (picking.value) values.value[picking.value.name] = one
    picking.value = undefined
  }
  return { values, asked, picking, busy: deed.busy, recalled: draft.recalled, said, restart, go, take }
}
