import { ref, type Ref } from 'vue'
import { Fault, wordsOf } from '../api/fault'
import { newKey } from '../api/http'

/** Says something in passing. */
export function say(words: string): void {
  uni.showToast({ title: words, icon: 'none', duration: Math.max(2000, words.length * 150) })
}

/** Asks before something that cannot be taken back; resolves to whether the person said yes. */
export function confirm(title: string, content = '', yes = '确定', no = '取消'): Promise<boolean> {
  return new Promise((resolve) => {
    uni.showModal({ title, content, confirmText: yes, cancelText: no, success: (r) => resolve(!!r.confirm), fail: () => resolve(false) })
  })
}

/** Says something that must be read. */
export function tell(title: string, content = ''): Promise<void> {
  return new Promise((resolve) => {
    uni.showModal({ title, content, showCancel: false, confirmText: '知道了', complete: () => resolve() })
  })
}

export interface Deed<A extends unknown[]> {
  busy: Ref<boolean>
  /** What the service said when somebody else had been faster, "" otherwise. */
  conflict: Ref<string>
  /** Does it once however often it is pressed; says why when it fails. Resolves to whether it was done. */
  run: (...args: A) => Promise<boolean>
}

/**
 * Wraps something a person does. Its key stays the same while nobody knows whether it was done, so pressing again after a lost
 * network never does it twice; a refusal or a success ends the key. Only the same request has the same Idempotency-Key.
 */
export function useDeed<A extends unknown[]>(what: (key: string, ...args: A) => Promise<unknown>): Deed<A> {
  const busy = ref(false), conflict = ref('')
  let key = ''
  async function run(...args: A): Promise<boolean> {
    if (busy.value) return false
    busy.value = true
    conflict.value = ''
    key ||= newKey()
    try {
      await what(key, ...args)
      key = ''
      return true
    } catch (thrown) {
      if (!(thrown instanceof Fault && thrown.unsure)) key = ''
      if (thrown instanceof Fault && thrown.status === 409) {
        conflict.value = thrown.message
        uni.$emit('news') // the page shows what is so now
      }
      say(wordsOf(thrown))
      return false
    } finally {
      busy.value = false
    }
  }
  return { busy, conflict, run }
}
