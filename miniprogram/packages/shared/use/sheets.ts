// Sheets that lie over the page, the last opened on top. The way back (of the browser, of the telephone) and Esc close the
// top one and leave the page where it is.
import { ref } from 'vue'

const stack: (() => void)[] = []

/** How many sheets are open. */
export const openSheets = ref(0)

/** Notes that a sheet was opened; returns how to note that it is gone. */
export function sheetOpened(close: () => void): () => void {
  stack.push(close)
  openSheets.value = stack.length
  // #ifdef H5
  guard()
  // #endif
  return () => {
    const i = stack.lastIndexOf(close)
    if (i >= 0) stack.splice(i, 1)
    openSheets.value = stack.length
  }
}

/** Closes the sheet on top; says whether there was one. */
export function closeTop(): boolean {
  const close = stack[stack.length - 1]
  close?.()
  return !!close
}

// #ifdef H5
// An open sheet has an entry of its own in the history, with the address and position of the page below it. It stays when the
// sheet is closed by its cross: the next sheet uses it again, and going back skips it. The router never hears of these steps.
interface Entry { position?: number; sheet?: string }
let here: Entry = {}
const entry = (): Entry => (history.state ?? {}) as Entry

function guard(): void {
  if (entry().sheet !== location.href) history.pushState({ ...entry(), sheet: location.href }, '')
  here = entry()
}

/** Hears the ways back before the router does; to be called before it starts. */
export function hearBack(): void {
  for (const name of ['pushState', 'replaceState'] as const) {
    const change = history[name].bind(history)
    history[name] = (...given: Parameters<History['pushState']>) => {
      change(...given)
      here = entry()
    }
  }
  here = entry()
  addEventListener('popstate', (e) => {
    const was = here
    here = entry()
    if (was.position === undefined || here.position !== was.position || !(was.sheet || here.sheet)) return
    e.stopImmediatePropagation()
    if (here.sheet) return // forward again, to where a sheet was
    if (!closeTop()) return history.back()
    if (stack.length) setTimeout(() => { if (stack.length) guard() })
  }, true)
  addEventListener('keydown', (e) => {
    if (e.key === 'Escape' && !document.querySelector('.uni-modal, .uni-picker-toggle') && closeTop()) e.preventDefault()
  })
}
// #endif
