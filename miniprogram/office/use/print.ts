import { openDocument } from '@linli/shared/util/document'

const kept = 600_000 // ms; the window may be reloaded before it is printed

/** Opens a PDF in a window of its own, to be printed there; where windows are not allowed, it is downloaded. Throws a Fault. */
export async function printDocument(fetch: () => Promise<ArrayBuffer>, name: string): Promise<void> {
  const page = window.open('', '_blank') // before the answer, while the browser still allows it
  try {
    const bytes = await fetch()
    if (!page) return await openDocument(bytes, name)
    const address = URL.createObjectURL(new Blob([bytes], { type: 'application/pdf' }))
    page.location.href = address
    setTimeout(() => URL.revokeObjectURL(address), kept)
  } catch (thrown) {
    page?.close()
    throw thrown
  }
}
