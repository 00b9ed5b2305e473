// A screen of less than 1280 pixels: what Windows leaves of a usual one at 125 or 150 per cent.
import { onBeforeUnmount, ref } from 'vue'

export function useSmall() {
  const media = matchMedia('(max-width: 1279px)'), small = ref(media.matches)
  const turn = () => { small.value = media.matches }
  media.addEventListener('change', turn)
  onBeforeUnmount(() => media.removeEventListener('change', turn))
  return { small }
}
