import { computed } from 'vue'
import { say, useDeed } from '../use/deed'
import { apply, type Planned } from './roster'

/** What an edit of the roster would change, and the deed that does it. After a conflict it closes: the preview no longer holds. */
export function usePlanned(p: { planned?: Planned }, close: () => void, done: () => void) {
  const rows = computed(() => p.planned?.preview.changes.filter((c) => c.deed !== 'same') ?? [])
  const deed = useDeed((key, one: Planned) => apply(one, key))
  async function go() {
    const one = p.planned!
    const made = await deed.run(one)
    if (made) {
      say(one.said)
      done()
    }
    if (made || deed.conflict.value) close()
  }
  return { rows, go, busy: deed.busy }
}
