// The player of voice messages: one at a time in the whole client.
import { reactive } from 'vue'
import { say } from './deed'
import type { File } from '../api/types'

/** What is played: the id of a file, "" when nothing is. */
export const playing = reactive({ id: '', state: '' as '' | 'loading' | 'playing' | 'paused', at: 0 })

interface Sound { play: () => void; pause: () => void; at: () => number; end: () => void }
type Told = (what: 'play' | 'pause' | 'time' | 'ended' | 'error') => void

let sound: Sound | undefined

/** Plays the file, pauses it, or goes on; another one that plays is stopped. */
export function toggle(file: File): void {
  if (playing.id !== file.id) return start(file)
  if (playing.state === 'playing') return sound!.pause()
  if (playing.state === 'paused') return sound!.play()
  hush() // it has not begun yet
}

/** Stops what plays; with an id only that file. */
export function hush(id = playing.id): void {
  if (id !== playing.id) return
  const old = sound
  sound = undefined
  Object.assign(playing, { id: '', state: '', at: 0 })
  old?.end()
}

function start(file: File): void {
  hush()
  Object.assign(playing, { id: file.id, state: 'loading', at: 0 })
  const mine = sound = open(file.play, (what) => {
    if (sound !== mine) return // a stopped one may still report
    if (what === 'play') playing.state = 'playing'
    if (what === 'pause') playing.state = 'paused'
    if (what === 'time') playing.at = mine.at()
    if (what === 'ended' || what === 'error') hush()
    if (what === 'error') say('这段语音放不出来，请检查网络，刷新后再试')
  })
  mine.play()
}

function open(src: string, told: Told): Sound {
  // #ifdef MP-WEIXIN
  uni.setInnerAudioOption({ obeyMuteSwitch: false, fail: () => undefined }) // an iPhone on silent plays too: the person asked for it
  const c = uni.createInnerAudioContext()
  c.onPlay(() => told('play'))
  c.onPause(() => told('pause'))
  c.onTimeUpdate(() => told('time'))
  c.onEnded(() => told('ended'))
  c.onError(() => told('error'))
  c.src = src
  return { play: () => c.play(), pause: () => c.pause(), at: () => c.currentTime, end: () => c.destroy() }
  // #endif
  // #ifdef H5
  const a = new Audio(src) // uni's own leaves the promise of play() alone: a stop would be an error of the page
  for (const [event, what] of [['playing', 'play'], ['pause', 'pause'], ['timeupdate', 'time'], ['ended', 'ended'], ['error', 'error']] as const) {
    a.addEventListener(event, () => told(what))
  }
  const refused = (e: Error) => { if (e.name === 'NotAllowedError') told('error') }
  return {
    play: () => { a.play().catch(refused) }, pause: () => a.pause(), at: () => a.currentTime,
    end: () => { a.pause(); a.removeAttribute('src'); a.load() },
  }
  // #endif
}

/** A length in words: 12 秒, 1 分 05 秒. */
export function sayLength(seconds: number): string {
  const s = Math.round(seconds)
  return s < 60 ? `${s} 秒` : `${Math.floor(s / 60)} 分 ${String(s % 60).padStart(2, '0')} 秒`
}

/** Saves the original recording where the device can; elsewhere its address is copied, to be opened on a PC. */
export function download(file: File, canSave: boolean): void {
  // #ifdef H5
  if (canSave) {
    const link = document.createElement('a')
    link.href = file.url
    link.download = ''
    link.click()
    return
  }
  // #endif
  uni.setClipboardData({
    data: file.url, showToast: false,
    success: () => say('已复制下载地址，一小时内在电脑浏览器里打开'), fail: () => say('没有复制成功，请再试一次'),
  })
}
