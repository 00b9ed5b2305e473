// Keys of a page. They are quiet while somebody types, composes Chinese, or a dialog is open.
import { onBeforeUnmount, onMounted } from 'vue'

export interface Key {
  /** As KeyboardEvent.key names it: j, ?, ArrowDown. */
  keys: string[]
  name: string
  do: () => void
}

const types = 'input, textarea, select, [contenteditable="true"], [role="combobox"], [role="listbox"]'
/** Whether a key belongs to what has the focus, or to a dialog over the page. */
function isTaken(e: KeyboardEvent): boolean {
  if (e.isComposing || e.keyCode === 229 || e.ctrlKey || e.metaKey || e.altKey || e.defaultPrevented) return true
  const target = e.target as HTMLElement
  if (target.closest?.(types)) return true
  if ((e.key === 'Enter' || e.key === ' ') && target.closest?.('button, a')) return true
  return [...document.querySelectorAll('.el-overlay')].some((o) => getComputedStyle(o).display !== 'none')
}

/** Listens to these keys while the component is there. */
export function useKeys(keys: () => Key[]): void {
  const hear = (e: KeyboardEvent) => {
    if (isTaken(e)) return
    const found = keys().find((k) => k.keys.includes(e.key))
    if (!found) return
    e.preventDefault()
    found.do()
  }
  onMounted(() => addEventListener('keydown', hear))
  onBeforeUnmount(() => removeEventListener('keydown', hear))
}
