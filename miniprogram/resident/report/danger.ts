// Whether the words that are being written tell of danger, and which number to ring.
import { computed, onBeforeUnmount, ref, watch, type ComputedRef } from 'vue'
import { api } from '@linli/shared/api/client'

interface Hint { words: string[]; say: string }

const pause = 400 // ms without a change before the service is asked

/** What to do first, or "". The service decides; until it has answered, and without a network, the hints do. */
export function useDanger(text: () => string, hints: () => Hint[]): ComputedRef<string> {
  const known = ref({ words: '', say: '' })
  const hinted = computed(() => hints().find((h) => h.words.some((w) => text().includes(w)))?.say ?? '')
  let asking: ReturnType<typeof setTimeout> | undefined
  async function ask(words: string) {
    const { say } = await api.post('/reports/danger', {}, { words })
    if (text() === words) known.value = { words, say }
  }
  watch(text, (words) => {
    clearTimeout(asking)
    if (words.trim()) asking = setTimeout(() => { ask(words).catch(() => {}) }, pause)
  }, { immediate: true })
  onBeforeUnmount(() => clearTimeout(asking))
  return computed(() => {
    const { words, say } = known.value
    if (words && text() === words) return say
    return hinted.value || (words && text().startsWith(words) ? say : '')
  })
}
