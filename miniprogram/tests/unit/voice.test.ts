import { beforeEach, describe, expect, it, vi } from 'vitest'
import { mount } from '@vue/test-utils'
import PhotoRow from '@linli/shared/ui/PhotoRow.vue'
import VoicePlayer from '@linli/shared/ui/VoicePlayer.vue'
import { hush, playing, sayLength } from '@linli/shared/use/player'

/** An <audio> of the browser; `tells` reports an event of it. */
function audio(src: string) {
  const told: Record<string, () => void> = {}
  return {
    src, currentTime: 0, play: vi.fn(() => Promise.resolve()), pause: vi.fn(), load: vi.fn(), removeAttribute: vi.fn(),
    addEventListener: (name: string, then: () => void) => { told[name] = then }, tells: (name: string) => told[name](),
  }
}
let sounds: ReturnType<typeof audio>[] = []
const file = (id: string, more = {}) => ({
  id, kind: 'voice', url: `/media/${id}/full`, thumb: '', width: 0, height: 0, note: '', play: `/media/${id}/play`, seconds: 12, said: '', said_at: '',
  unheard: true, transcribe: false, ...more,
}) as any
const player = (f: any) => mount(VoicePlayer, { props: { file: f } })

beforeEach(() => {
  hush()
  sounds = []
  ;(globalThis as any).Audio = function (src: string) { const one = audio(src); sounds.push(one); return one }
  ;(uni as any).showToast.mockClear()
})

describe('a voice message', () => {
  it('is played by a button that says its length', async () => {
    const w = player(file('1')), button = w.find('[role=button]')
    expect(button.attributes('aria-label')).toBe('听语音，12 秒')
    await button.trigger('click')
    expect([sounds[0].src, sounds[0].play.mock.calls.length, w.text()]).toEqual(['/media/1/play', 1, expect.stringContaining('正在打开')])
    sounds[0].tells('playing')
    await w.vm.$nextTick()
    expect([w.text(), button.attributes('aria-label')]).toEqual([expect.stringContaining('正在播放'), '暂停语音，12 秒'])
    await button.trigger('click')
    expect(sounds[0].pause).toHaveBeenCalledOnce()
    sounds[0].tells('pause')
    await button.trigger('click')
    expect(sounds[0].play).toHaveBeenCalledTimes(2)
    sounds[0].tells('ended')
    await w.vm.$nextTick()
    expect([w.text(), playing.id]).toEqual([expect.stringContaining('听语音'), ''])
  })

  it('stops another one, whose late events count no more', async () => {
    const one = player(file('1')), two = player(file('2'))
    await one.find('[role=button]').trigger('click')
    await two.find('[role=button]').trigger('click')
    expect(sounds[0].load).toHaveBeenCalledOnce()
    sounds[0].tells('error')
    sounds[1].tells('playing')
    expect([playing.id, playing.state, (uni as any).showToast.mock.calls.length]).toEqual(['2', 'playing', 0])
  })

  it('is stopped by leaving its page', async () => {
    const w = player(file('1'))
    await w.find('[role=button]').trigger('click')
    w.unmount()
    expect([sounds[0].load.mock.calls.length, playing.id]).toEqual([1, ''])
  })

  it('says when it cannot be played', async () => {
    const w = player(file('1'))
    await w.find('[role=button]').trigger('click')
    sounds[0].tells('error')
    expect((uni as any).showToast.mock.calls[0][0].title).toContain('放不出来')
    expect(playing.id).toBe('')
  })

  it('can be downloaded when there is nothing to play', async () => {
    const w = player(file('1', { play: '', note: '录音还在转换，稍后可以播放；着急请下载，或打电话问' }))
    expect(w.text()).toContain('录音还在转换')
    expect(w.find('button').text()).toBe('下载')
  })

  it('shows what is said, and to staff that nobody has listened', () => {
    expect(player(file('1', { said: '灯坏了', said_at: '2026-11-29T09:00:00+08:00', unheard: false })).text()).toContain('语音内容灯坏了')
    expect(player(file('1', { said: '灯坏了', unheard: false })).text()).toContain('语音内容（微信识别）')
    expect(player(file('1', { transcribe: true })).text()).toContain('语音待听')
    expect(player(file('1')).text()).not.toContain('语音待听')
  })

  it('stands above the photos', () => {
    const photo = { ...file('2'), kind: 'photo', thumb: '/media/2/thumb' }
    const w = mount(PhotoRow, { props: { files: [photo, file('1')] } })
    expect([w.findAll('.voice').length, w.findAll('.photo').length]).toEqual([1, 1])
  })

  it('has a length in words', () => {
    expect([sayLength(1), sayLength(59.6), sayLength(65)]).toEqual(['1 秒', '1 分 00 秒', '1 分 05 秒'])
  })
})
