// What the first view of a page does not need is fetched and drawn after it.
import { ref, watch, type Ref } from 'vue'

/** True from the first time that something is wanted, for what is mounted on its first use and then stays. */
export function onceWanted(wanted: () => unknown): Ref<boolean> {
  const once = ref(false)
  const stop = watch(wanted, (now) => {
    if (!now) return
    once.value = true
    queueMicrotask(() => stop())
  }, { immediate: true })
  return once
}

const patience = 500 // ms; a window in the background has no frames

/** Resolves when what was changed before has been painted. */
export const painted = (): Promise<void> => new Promise((done) => {
  setTimeout(done, patience)
  requestAnimationFrame(() => setTimeout(done))
})
