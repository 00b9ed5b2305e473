// How much of the window the keyboard covers.
import { onBeforeUnmount, ref, type Ref } from 'vue'

/** The pixels that the keyboard covers at the foot of the window, 0 while it is closed. */
export function useKeyboard(): Ref<number> {
  const covered = ref(0)
  // #ifdef H5
  const seen = window.visualViewport
  const least = 80 // pixels: less is a bar of the browser
  const look = () => {
    const hidden = seen && seen.scale === 1 ? window.innerHeight - seen.height - seen.offsetTop : 0
    covered.value = hidden < least ? 0 : Math.round(hidden)
  }
  seen?.addEventListener('resize', look)
  seen?.addEventListener('scroll', look)
  onBeforeUnmount(() => {
    seen?.removeEventListener('resize', look)
    seen?.removeEventListener('scroll', look)
  })
  // #endif
  // #ifdef MP-WEIXIN
  const hear = (e: { height: number }) => { covered.value = e.height }
  uni.onKeyboardHeightChange(hear)
  onBeforeUnmount(() => uni.offKeyboardHeightChange(hear))
  // #endif
  return covered
}
