import { ref, type Ref } from 'vue'
import { upload } from '../api/upload'
import { dropPhoto, photosReady, recallPhoto, type Photo } from '../util/photo'

/** A chosen photo: percent during its upload, file afterwards. */
export interface Picked extends Photo { percent?: number; file?: string }

/** The part of a photo that a draft stores. */
export interface KeptPhoto { key: string; file?: string }

export interface Photos {
  picked: Ref<Picked[]>
  /** Uploads the photos that are not uploaded and returns all ids; throws a Fault. */
  upload: () => Promise<string[]>
  clear: () => void
}

/** The photos of a form. */
export function usePhotos(): Photos {
  const picked = ref<Picked[]>([])
  return {
    picked,
    upload: async () => {
      await photosReady()
      for (const one of picked.value) {
        if (one.file) continue
        one.percent = 0
        try {
          one.file = (await upload(one.path, (percent) => { one.percent = percent })).id
          one.percent = 100
        } catch (thrown) {
          one.percent = undefined
          throw thrown
        }
      }
      return picked.value.map((one) => one.file!)
    },
    clear: () => {
      picked.value.forEach((one) => { void dropPhoto(one.key) })
      picked.value = []
    },
  }
}

/** The photos as a draft stores them. */
export const keptPhotos = (picked: Picked[]): KeptPhoto[] => picked.map(({ key, file }) => ({ key, file }))

/** Restores the photos of a draft; missing ones are left out. */
export async function recallPhotos(kept: KeptPhoto[]): Promise<Picked[]> {
  const found = await Promise.all(kept.map(async ({ key, file }): Promise<Picked | undefined> => {
    const photo = await recallPhoto(key)
    return photo && { ...photo, file, percent: file ? 100 : undefined }
  }))
  return found.filter((one) => one !== undefined)
}
