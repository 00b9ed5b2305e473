import { onBeforeUnmount, onMounted } from 'vue'
import { gap, Scanner } from './scanner'

const isField = (target: EventTarget | null): boolean => !!(target as HTMLElement | null)?.closest?.('input, textarea, [contenteditable="true"]')

/**
 * Listens to a scanner wherever the focus is; `hear` gets what it typed. Its Enter presses nothing, and `calm` keeps the keys
 * of the page from what it types.
 */
export function useScanner(hear: (said: string) => void) {
  const scanner = new Scanner()
  let waiting = 0
  function stroke(e: KeyboardEvent): void {
    clearTimeout(waiting)
    const said = scanner.take({ key: e.key, code: e.code, at: e.timeStamp, repeat: e.repeat, command: e.ctrlKey || e.altKey || e.metaKey })
    if (e.key === ' ' && scanner.isUnderWay && !isField(e.target)) e.preventDefault() // or it would press a button
    if (!said) return
    e.preventDefault()
    e.stopPropagation()
    hear(said)
  }
  onMounted(() => addEventListener('keydown', stroke, true))
  onBeforeUnmount(() => { clearTimeout(waiting); removeEventListener('keydown', stroke, true) })
  /** Runs a step of a key once no other stroke has followed at once. */
  const calm = (what: () => void) => () => { clearTimeout(waiting); waiting = window.setTimeout(what, gap + 30) }
  return { calm }
}
