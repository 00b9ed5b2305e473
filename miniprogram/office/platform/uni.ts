// The part of uni's interface that the shared code uses, for a browser on a PC. Imported before anything shared.
import './older'
import { ElMessage, ElMessageBox } from 'element-plus'

interface Request {
  url: string; method: string; data?: unknown; timeout: number; responseType: 'text' | 'arraybuffer'; header: Record<string, string>
  success: (r: { statusCode: number; data: unknown }) => void
  fail: (e: { errMsg: string }) => void
}

async function request(r: Request): Promise<void> {
  const patience = new AbortController()
  const timer = setTimeout(() => patience.abort(), r.timeout)
  let answer: Response, data: unknown
  try {
    answer = await fetch(r.url, {
      method: r.method, headers: r.header, credentials: 'same-origin', signal: patience.signal,
      body: r.data === undefined ? undefined : JSON.stringify(r.data),
    })
    data = r.responseType === 'arraybuffer' ? await answer.arrayBuffer() : jsonOf(await answer.text())
  } catch {
    return r.fail({ errMsg: patience.signal.aborted ? 'timeout' : 'failed' })
  } finally {
    clearTimeout(timer)
  }
  r.success({ statusCode: answer.status, data })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

interface Upload {
  url: string; filePath: string; name: string; formData?: Record<string, string>; timeout: number; header: Record<string, string>
  success: (r: { statusCode: number; data: string }) => void
  fail: (e: { errMsg: string }) => void
}

/** Uploads a picture that the browser holds under a blob: address. */
function uploadFile(u: Upload): { onProgressUpdate: (hear: (p: { progress: number }) => void) => void } {
  const x = new XMLHttpRequest()
  void fetch(u.filePath).then((r) => r.blob()).then((file) => {
    const form = new FormData()
    for (const [name, value] of Object.entries(u.formData ?? {})) form.append(name, value)
    form.append(u.name, file, 'photo.jpg')
    x.open('POST', u.url)
    for (const [name, value] of Object.entries(u.header)) x.setRequestHeader(name, value)
    x.timeout = u.timeout
    x.onload = () => u.success({ statusCode: x.status, data: x.responseText })
    x.onerror = () => u.fail({ errMsg: 'failed' })
    x.ontimeout = () => u.fail({ errMsg: 'timeout' })
    x.send(form)
  }, () => u.fail({ errMsg: 'failed' }))
  return { onProgressUpdate: (hear) => { x.upload.onprogress = (e) => { if (e.total) hear({ progress: Math.round((e.loaded / e.total) * 100) }) } } }
}

/** Lets the person choose pictures. */
function chooseImage(c: { count: number; success: (r: { tempFilePaths: string[] }) => void; fail: () => void }): void {
  const input = document.createElement('input')
  Object.assign(input, { type: 'file', accept: 'image/*', multiple: c.count > 1 })
  input.onchange = () => c.success({ tempFilePaths: [...(input.files ?? [])].map((f) => URL.createObjectURL(f)) })
  input.oncancel = () => c.fail()
  input.click()
}

type Hear = (said?: unknown) => void
const ears = new Map<string, Set<Hear>>()

function showModal(m: { title: string; content?: string; confirmText?: string; cancelText?: string; showCancel?: boolean; success?: (r: { confirm: boolean }) => void; complete?: () => void }): void {
  const ended = (confirm: boolean) => { m.success?.({ confirm }); m.complete?.() }
  ElMessageBox({
    title: m.title, message: m.content ?? '', confirmButtonText: m.confirmText ?? '确定', cancelButtonText: m.cancelText ?? '取消',
    showCancelButton: m.showCancel !== false, closeOnClickModal: false,
  }).then(() => ended(true), () => ended(false))
}

export const uni = {
  request: (r: Request) => { void request(r) },
  uploadFile,
  getStorageSync: (key: string) => jsonOf(localStorage.getItem(key) ?? 'null'),
  setStorageSync: (key: string, value: unknown) => localStorage.setItem(key, JSON.stringify(value)),
  removeStorageSync: (key: string) => localStorage.removeItem(key),
  $on: (name: string, hear: Hear) => { ears.set(name, (ears.get(name) ?? new Set()).add(hear)) },
  $off: (name: string, hear: Hear) => { ears.get(name)?.delete(hear) },
  $emit: (name: string, said?: unknown) => { for (const hear of [...(ears.get(name) ?? [])]) hear(said) },
  showToast: (t: { title: string; duration?: number }) => { ElMessage({ message: t.title, duration: t.duration ?? 2500, grouping: true, showClose: true }) },
  showModal,
  chooseImage,
  setClipboardData: (c: { data: string; success: () => void; fail: () => void }) => { navigator.clipboard.writeText(c.data).then(c.success, c.fail) },
  arrayBufferToBase64: (bytes: ArrayBuffer) => btoa(String.fromCharCode(...new Uint8Array(bytes))),
  makePhoneCall: () => {}, // the number was shown; a PC does not call
  stopPullDownRefresh: () => {},
}

;(globalThis as any).uni = uni
