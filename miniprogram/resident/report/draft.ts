// The report that is being written. Its Idempotency-Key belongs to the draft until it is submitted.
import { computed, reactive, ref } from 'vue'
import { newKey } from '@linli/shared/api/http'
import type { Area, Draft } from '@linli/shared/api/types'
import { useDraft as useKept } from '@linli/shared/use/draft'
import { usePhotos } from '@linli/shared/use/photos'
import { answersOf } from '@linli/shared/work/categories'
import type { Position } from '@linli/shared/util/position'

/** The place: an area, a position, or both; "" and undefined while unknown. */
export interface Place { area_id: string; name: string; position?: Position }

export interface Writing { text: string; category: string; place: Place; spot: string; share?: boolean; org: string; answers: Record<string, string> }

const blank = (): Writing => ({ text: '', category: '', place: { area_id: '', name: '' }, spot: '', share: undefined, org: '', answers: {} })

const personal = ['dispute', 'security', 'relief'] // such texts name neighbours or persons in need

/** Whether neighbours may read it: the person's choice, else yes unless the category is personal. */
export const shared = (w: Pick<Writing, 'share' | 'category'>): boolean => w.share ?? !personal.includes(w.category)

/** The place of an area. */
export const placeOf = (a: Pick<Area, 'id' | 'full_name'>): Place => ({ area_id: a.id, name: a.full_name })

/** The draft of the page. */
export function useDraft() {
  const writing = reactive(blank()), photos = usePhotos(), key = ref(newKey())
  const whole = computed({ get: () => writing, set: (to: Writing) => { Object.assign(writing, to) } })
  const kept = useKept(() => 'report:new', { writing: whole }, photos, { key })
  const recalled = computed(() => kept.recalled.value && !!(writing.text || writing.spot || photos.picked.value.length))

  /** Starts a new draft; with `photosToo` the photos are deleted from the device. */
  function clear(photosToo: boolean): void {
    if (photosToo) photos.clear()
    kept.clear()
    key.value = newKey()
  }

  /** The body of the request, without the photos; `questions` are those of the chosen category. */
  function draft(questions: { text: string }[] = []): Draft {
    const { text, category, place, spot, org } = writing
    return {
      text: text.trim(), share: shared(writing), area_id: place.area_id, place: spot.trim(),
      ...(category ? { category: category as Draft['category'] } : {}), ...(org ? { org_id: org } : {}), ...place.position, ...answersOf(questions, writing.answers ?? {}),
    }
  }
  const placed = () => !!(writing.place.area_id || writing.place.position || writing.spot.trim())

  return { writing, key, photos, recalled, clear, draft, placed }
}
