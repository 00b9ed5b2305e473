import { ref, type Ref } from 'vue'
import { upload } from '../api/upload'
import { dropPhoto, photosReady, recallPhoto, type Photo } from '../util/photo'

/** A photo chosen for something, and how far it is: percent while it is uploaded, file once the service has it. */
export interface Picked extends Photo { percent?: number; file?: string }

/** What a draft keeps of a photo. */
export interface KeptPhoto { key: string; file?: string }

export interface Photos {
  picked: Ref<Picked[]>
  /** Uploads what the service does not have yet and returns the ids of all; throws a Fault. Done ones are not repeated. */
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

/** What a draft keeps of the photos. */
export const keptPhotos = (picked: Picked[]): KeptPhoto[] => picked.map(({ key, file }) => ({ key, file }))

/** Takes up the photos of a draft; those that are gone are left out. */
export async function recallPhotos(kept: KeptPhoto[]): Promise<Picked[]> {
  const found = await Promise.all(kept.map(async ({ key, file }): Promise<Picked | undefined> => {
    const photo = await recallPhoto(key)
    return photo && { ...photo, file, percent: file ? 100 : undefined }
  }))
  return found.filter((one) => one !== undefined)
}
