import { ref, type Ref } from 'vue'
import { api } from '../api/client'
import { Fault, wordsOf } from '../api/fault'
import { knowService } from '../store/service'
import { session, setPerson } from '../store/session'
import { say } from './deed'

/** The agreement to the privacy words (隐私保护指引), asked for before the first use of personal data. */
export interface Consent {
  /** The sheet that asks is open. */
  asking: Ref<boolean>
  busy: Ref<boolean>
  /** Resolves to whether the person has agreed to the current words, now or before. */
  obtain: () => Promise<boolean>
  /** The person's answer on the sheet. */
  answer: (yes: boolean) => Promise<void>
}

/** Creates the consent of one page, which must show its sheet. */
export function useConsent(): Consent {
  const asking = ref(false), busy = ref(false)
  let settle: ((agreed: boolean) => void) | undefined
  let version = ''

  async function obtain(): Promise<boolean> {
    try {
      if (!session.person) setPerson(await api.get('/me'))
      version = (await knowService()).privacy_version
      if (session.person?.privacy === version) return true
    } catch {
      if (session.person?.privacy) return true // without a network a newer version is unknown, and an earlier agreement counts
    }
    settle?.(false)
    asking.value = true
    return new Promise((resolve) => { settle = resolve })
  }

  async function answer(yes: boolean): Promise<void> {
    if (busy.value) return
    busy.value = true
    try {
      if (yes && version) setPerson(await api.put('/me/privacy', {}, { version }))
    } catch (thrown) {
      if (!(thrown instanceof Fault && thrown.unsure)) return say(wordsOf(thrown))
      // Without a network the next request waits for it, and the question is asked again then.
    } finally {
      busy.value = false
    }
    asking.value = false
    settle?.(yes)
    settle = undefined
  }
  return { asking, busy, obtain, answer }
}
