// Sheets over the page, the last opened on top. The back gesture or button and Esc close the top one and keep the page.
import { ref } from 'vue'

const stack: (() => void)[] = []

/** How many sheets are open. */
export const openSheets = ref(0)

/** Registers an open sheet; returns the function that unregisters it. */
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

/** Closes the top sheet; returns whether there was one. */
export function closeTop(): boolean {
  const close = stack[stack.length - 1]
  close?.()
  return !!close
}

// #ifdef H5
// An open sheet has its own history entry, with the address and position of its page. The entry stays when the sheet is
// closed by its cross: the next sheet reuses it, and going back skips it. The router never sees these entries.
interface Entry { position?: number; sheet?: string }
let here: Entry = {}
const entry = (): Entry => (history.state ?? {}) as Entry

function guard(): void {
  if (entry().sheet !== location.href) history.pushState({ ...entry(), sheet: location.href }, '')
  here = entry()
}

/** Handles back events before the router does; must be called before the router starts. */
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
    if (here.sheet) return // forward again to the entry of a closed sheet
    if (!closeTop()) return history.back()
    if (stack.length) setTimeout(() => { if (stack.length) guard() })
  }, true)
  addEventListener('keydown', (e) => {
    if (e.key === 'Escape' && !document.querySelector('.uni-modal, .uni-picker-toggle') && closeTop()) e.preventDefault()
  })
}
// #endif
