// The report that somebody is writing. It is kept on the device at every change, so that a call, an empty battery or a
// lost network costs nothing; its Idempotency-Key stays with it until it is handed in.
import { reactive, ref, watch } from 'vue'
import { newKey } from '@linli/shared/api/http'
import type { Area, Draft } from '@linli/shared/api/types'
import { keep, recall } from '@linli/shared/store/surroundings'
import { keptPhotos, recallPhotos, usePhotos, type KeptPhoto } from '@linli/shared/use/photos'
import type { Position } from '@linli/shared/util/position'

/** Where it is: an area, a position, or both; "" and undefined while nobody has said. */
export interface Place { area_id: string; name: string; position?: Position }

export interface Writing { key: string; text: string; category: string; place: Place; spot: string; share: boolean }

const blank = (): Writing => ({ key: newKey(), text: '', category: '', place: { area_id: '', name: '' }, spot: '', share: true })

/** The place that an area is. */
export const placeOf = (a: Pick<Area, 'id' | 'full_name'>): Place => ({ area_id: a.id, name: a.full_name })

/** The draft of the page. */
export function useDraft() {
  const writing = reactive(blank()), photos = usePhotos(), recalled = ref(false)
  let kept = false

  const save = () => { if (kept) keep('draft', { writing: { ...writing }, photos: keptPhotos(photos.picked.value) }) }
  watch([writing, photos.picked], save, { deep: true })

  /** Takes up what was kept, if anything. */
  async function takeUp(): Promise<void> {
    const found = recall<{ writing: Writing; photos: KeptPhoto[] }>('draft')
    if (found) {
      Object.assign(writing, found.writing)
      photos.picked.value = await recallPhotos(found.photos)
      recalled.value = !!(found.writing.text || photos.picked.value.length)
    }
    kept = true
  }

  /** Begins anew; with `photosToo` the photos are deleted from the device. */
  function clear(photosToo: boolean): void {
    if (photosToo) photos.clear()
    else photos.picked.value = []
    Object.assign(writing, blank())
    recalled.value = false
    kept = false
    keep('draft', undefined)
  }

  /** What the service is sent, without the photos. */
  function draft(): Draft {
    const { text, category, place, spot, share } = writing
    return {
      text: text.trim(), share, area_id: place.area_id, place: spot.trim(),
      ...(category ? { category: category as Draft['category'] } : {}), ...place.position,
    }
  }
  const placed = () => !!(writing.place.area_id || writing.place.position || writing.spot.trim())

  return { writing, photos, recalled, takeUp, clear, draft, placed, resume: () => { kept = true } }
}
