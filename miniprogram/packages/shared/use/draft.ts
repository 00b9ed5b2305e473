import { ref, watch, type Ref } from 'vue'
import { forgotten, keepDraft, recallDraft } from '../store/drafts'
import { keptPhotos, recallPhotos, type Picked } from './photos'

type Fields = Record<string, Ref<any>>

export interface Drafting {
  /** The fields come from an earlier draft. */
  recalled: Ref<boolean>
  /** Loads the draft of the current name, or resets the fields without one. */
  begin: () => void
  /** Deletes the draft; the fields stay until the request was taken or refused. */
  lift: () => void
  /** Deletes the draft and empties the fields, after sending or discarding it. The caller deletes the photos. */
  clear: () => void
}

/**
 * Saves the fields of a form on the device from the first letter until it is sent or discarded. The name identifies the form
 * and its subject; with "" (a closed sheet) nothing is saved. The values in `along` are saved too, but are no draft alone.
 */
export function useDraft(name: () => string, fields: Fields, photos?: { picked: Ref<Picked[]> }, along: Fields = {}): Drafting {
  const recalled = ref(false), start = copy(fields)
  let at = '', blank = ''

  function copy(of: Fields): Record<string, unknown> {
    return JSON.parse(JSON.stringify(Object.fromEntries(Object.entries(of).map(([key, field]) => [key, field.value ?? null]))))
  }
  function fill(of: Fields, said: Record<string, unknown>): void {
    for (const [key, field] of Object.entries(of)) if (key in said) field.value = said[key] ?? undefined
  }
  function empty(): void {
    fill(fields, JSON.parse(JSON.stringify(start)))
    if (photos) photos.picked.value = []
    blank = JSON.stringify(copy(fields))
    recalled.value = false
  }
  function save(): void {
    if (!at || name() !== at) return
    const said = copy(fields), kept = keptPhotos(photos?.picked.value ?? [])
    keepDraft(at, JSON.stringify(said) === blank && !kept.length ? undefined : { said: { ...said, ...copy(along) }, photos: kept })
  }
  function begin(): void {
    at = ''
    const wanted = name()
    if (!wanted) return
    empty()
    const kept = recallDraft(wanted)
    if (kept) {
      fill({ ...fields, ...along }, kept.said)
      recalled.value = true
    }
    at = wanted
    if (kept?.photos.length && photos) void recallPhotos(kept.photos).then((found) => { if (at === wanted && !photos.picked.value.length) photos.picked.value = found })
  }
  function lift(): void {
    if (at) keepDraft(at, undefined)
  }
  function clear(): void {
    lift()
    const was = at
    at = ''
    empty()
    at = was
  }
  watch([...Object.values(fields), ...(photos ? [photos.picked] : [])], save, { deep: true, flush: 'sync' })
  watch(name, begin, { immediate: true, flush: 'sync' })
  watch(() => forgotten.times, () => { const was = at; at = ''; empty(); at = was })
  return { recalled, begin, lift, clear }
}
