// Photos that belong to no report yet. They survive the end of the program: in WeChat as saved files, in a browser as blobs
// in IndexedDB. A draft stores `key`; `path` is for display and upload.

export interface Photo { key: string; path: string }

export const mostPhotos = 9

/** Lets the person take or choose up to `count` photos; none if they cancel. */
export async function takePhotos(count: number): Promise<Photo[]> {
  const paths = await new Promise<string[]>((resolve) => {
    // #ifdef MP-WEIXIN
    uni.chooseMedia({
      count, mediaType: ['image'], sizeType: ['compressed'],
      success: (r) => resolve(r.tempFiles.map((f) => f.tempFilePath)), fail: () => resolve([]),
    })
    // #endif
    // #ifdef H5
    uni.chooseImage({ count, success: (r) => resolve(r.tempFilePaths as string[]), fail: () => resolve([]) })
    // #endif
  })
  return keepPhotos(paths, count)
}

/** Shrinks and stores up to `count` pictures that the device holds under these addresses. */
export function keepPhotos(paths: string[], count: number): Promise<Photo[]> {
  const taken = Promise.all(paths.slice(0, count).map(store))
  preparing = taken.catch(() => {})
  return taken
}

let preparing: Promise<unknown> = Promise.resolve()
/**
 * Resolves once each chosen photo is shrunk, stored and in its form: a large one takes a second or two, and a tap on 提交
 * meanwhile must not lose it.
 */
export async function photosReady(): Promise<void> {
  await preparing
  await new Promise<void>((done) => { setTimeout(done) })
}

async function store(path: string): Promise<Photo> {
  let key = path
  // #ifdef MP-WEIXIN
  key = await new Promise((resolve) => {
    uni.getFileSystemManager().saveFile({ tempFilePath: path, success: (r) => resolve(r.savedFilePath), fail: () => resolve(path) })
  })
  path = key
  // #endif
  // #ifdef H5
  const blob = await smaller(await (await fetch(path)).blob())
  path = URL.createObjectURL(blob)
  key = await put(blob)
  // #endif
  return { key, path }
}

/** Restores a photo of a draft, or undefined if it is missing. */
export async function recallPhoto(key: string): Promise<Photo | undefined> {
  // #ifdef MP-WEIXIN
  return new Promise((resolve) => {
    uni.getFileSystemManager().access({ path: key, success: () => resolve({ key, path: key }), fail: () => resolve(undefined) })
  })
  // #endif
  // #ifdef H5
  return get(key).then((blob) => blob && { key, path: URL.createObjectURL(blob) })
  // #endif
}

/** Deletes a photo that is uploaded or discarded. */
export async function dropPhoto(key: string): Promise<void> {
  // #ifdef MP-WEIXIN
  uni.getFileSystemManager().unlink({ filePath: key, fail: () => {} })
  // #endif
  // #ifdef H5
  await withStore('readwrite', (s) => s.delete(key)).catch(() => {})
  // #endif
}

/** Deletes all photos on this device. */
export async function dropPhotos(): Promise<void> {
  // #ifdef MP-WEIXIN
  const files = await new Promise<{ filePath: string }[]>((resolve) => {
    uni.getFileSystemManager().getSavedFileList({ success: (r) => resolve(r.fileList as { filePath: string }[]), fail: () => resolve([]) })
  })
  files.forEach((f) => { void dropPhoto(f.filePath) })
  // #endif
  // #ifdef H5
  passing.clear()
  await withStore('readwrite', (s) => s.clear()).catch(() => {})
  // #endif
}

// #ifdef H5
const side = 1920 // px; the service keeps at most 2048

/** Shrinks a photo before its upload; an undecodable file is sent unchanged, and the service explains the fault. */
async function smaller(blob: Blob): Promise<Blob> {
  try {
    const picture = await createImageBitmap(blob)
    const scale = Math.min(1, side / Math.max(picture.width, picture.height))
    if (scale === 1 && blob.size < 600_000) return blob
    const canvas = document.createElement('canvas')
    canvas.width = Math.round(picture.width * scale)
    canvas.height = Math.round(picture.height * scale)
    canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height)
    return await new Promise((resolve) => canvas.toBlob((small) => resolve(small ?? blob), 'image/jpeg', 0.85))
  } catch {
    return blob
  }
}

function openStore(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const asked = indexedDB.open('linli-photos', 1)
    asked.onupgradeneeded = () => asked.result.createObjectStore('photos')
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}

async function withStore<T>(mode: IDBTransactionMode, what: (s: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const db = await openStore()
  return new Promise((resolve, reject) => {
    const asked = what(db.transaction('photos', mode).objectStore('photos'))
    asked.onsuccess = () => resolve(asked.result)
    asked.onerror = () => reject(asked.error)
  })
}

/** Stores a blob; a private window has no storage, so there it lasts as long as the page. */
async function put(blob: Blob): Promise<string> {
  const key = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`
  await withStore('readwrite', (s) => s.put(blob, key)).catch(() => { passing.set(key, blob) })
  return key
}

const passing = new Map<string, Blob>()
const get = async (key: string): Promise<Blob | undefined> =>
  passing.get(key) ?? (await withStore('readonly', (s) => s.get(key)).catch(() => undefined))
// #endif
