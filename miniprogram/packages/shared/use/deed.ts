import { ref, type Ref } from 'vue'
import { Fault, wordsOf } from '../api/fault'
import { newKey } from '../api/http'

/** Shows a short text. */
export function say(words: string): void {
  uni.showToast({ title: words, icon: 'none', duration: Math.max(2000, words.length * 150) })
}

/** Asks before an irreversible step; resolves to whether the person agreed. */
export function confirm(title: string, content = '', yes = '确定', no = '取消'): Promise<boolean> {
  return new Promise((resolve) => {
    uni.showModal({ title, content, confirmText: yes, cancelText: no, success: (r) => resolve(!!r.confirm), fail: () => resolve(false) })
  })
}

/** Shows a text that must be confirmed. */
export function tell(title: string, content = ''): Promise<void> {
  return new Promise((resolve) => {
    uni.showModal({ title, content, showCancel: false, confirmText: '知道了', complete: () => resolve() })
  })
}

export interface Deed<A extends unknown[]> {
  busy: Ref<boolean>
  /** The service's words when another person was faster, "" otherwise. */
  conflict: Ref<string>
  /** The service's words when it refused what was written, "" otherwise. */
  refused: Ref<string>
  /** Runs the request once, however often the button is pressed, and shows a failure. Resolves to whether it succeeded. */
  run: (...args: A) => Promise<boolean>
}

/**
 * Wraps one request of a person. Its key stays the same while the result is unknown, so a retry after a lost network never
 * runs it twice; a refusal or a success ends the key. Only an equal request has the same Idempotency-Key.
 */
export function useDeed<A extends unknown[]>(what: (key: string, ...args: A) => Promise<unknown>): Deed<A> {
  const busy = ref(false), conflict = ref(''), refused = ref('')
  let key = ''
  async function run(...args: A): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    conflict.value = refused.value = ''
    key ||= newKey()
    try {
      await what(key, ...args)
      key = ''
      return true
    } catch (thrown) {
      if (!(thrown instanceof Fault && thrown.unsure)) key = ''
      if (thrown instanceof Fault && thrown.status === 409) {
        conflict.value = thrown.message
        uni.$emit('news') // the page loads the current state
      }
      if (thrown instanceof Fault && thrown.status === 400) refused.value = thrown.message
      say(wordsOf(thrown))
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, conflict, refused, run }
}
