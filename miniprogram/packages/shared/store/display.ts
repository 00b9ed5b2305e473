// Text size and contrast (长辈模式). Each text size is multiplied by --fs.
import { computed, reactive } from 'vue'
import { app, keep, recall } from './surroundings'

export const display = reactive({ elder: false, scale: 1 })

const elderScale = 1.3
const elderFrom = 1.2 // WeChat's own care mode sets 1.4 (developers.weixin.qq.com/miniprogram/design/elderly)

/** Sets the display from the person's own choice, else from the font setting of WeChat or the browser. */
export function initDisplay(): void {
  const device = deviceScale()
  const chosen = recall<'on' | 'off'>('elder')
  display.elder = chosen ? chosen === 'on' : device >= elderFrom
  resize(device)
}

/** The device's text size relative to the usual: 1, 1.25 … 2. */
function deviceScale(): number {
  let scale = 1
  // #ifdef MP-WEIXIN
  const info = (globalThis as any).wx?.getAppBaseInfo?.() ?? {}
  scale = info.fontSizeScaleFactor ?? (info.fontSizeSetting ? info.fontSizeSetting / 16 : 1)
  // #endif
  // #ifdef H5
  const probe = document.createElement('div') // "medium" follows the browser's setting; rem belongs to the framework
  probe.style.cssText = 'position:absolute;visibility:hidden;font-size:medium;height:1em'
  document.body.append(probe)
  scale = parseFloat(getComputedStyle(probe).fontSize) / 16 || 1
  probe.remove()
  // #endif
  return Math.min(2, Math.max(1, scale))
}

/** The person's own choice; it overrides the device's setting. */
export function setElder(on: boolean): void {
  display.elder = on
  keep('elder', on ? 'on' : 'off')
  resize(deviceScale())
}

function resize(device: number): void {
  display.scale = Math.max(device, display.elder ? elderScale : 1)
  // #ifdef H5
  document.documentElement.style.setProperty('--fs', String(display.scale))
  document.documentElement.classList.toggle('elder', display.elder)
  // #endif
}

const strong = '--c-text-2:#1d2129;--c-text-3:#3a4250;--c-line:#b9c0cc;'

/** For <page-meta :page-style>: on the page element, so that sheets inherit it too. */
export const pageStyle = computed(() => `--fs:${display.scale};${display.elder ? strong : ''}`)

/** For the root element of each page. */
export const pageClass = computed(() => `app app-${app}${display.elder ? ' elder' : ''}`)
