import { beforeEach, describe, expect, it, vi } from 'vitest'
import { nextTick, ref } from 'vue'

vi.mock('@linli/shared/util/photo', () => ({
  recallPhoto: async (key: string) => ({ key, path: `blob:${key}` }), dropPhoto: vi.fn(async () => {}), photosReady: async () => {},
}))

import { forgetDrafts, pruneDrafts, recallDraft } from '@linli/shared/store/drafts'
import { comeIn, restoreSession, session, signIn, stayOut } from '@linli/shared/store/session'
import { keep, recall } from '@linli/shared/store/surroundings'
import { useDraft } from '@linli/shared/use/draft'
import { usePhotos } from '@linli/shared/use/photos'
import { dropPhoto } from '@linli/shared/util/photo'
import { useFilling } from '@linli/shared/work/filling'
import { changedOf, takenUp, type Field } from '@linli/shared/work/form'
import { refusal, service } from './service'

beforeEach(() => {
  vi.useRealTimers()
  forgetDrafts()
  keep('left', undefined)
  keep('owner', undefined)
  Object.assign(session, { token: '', person: undefined, left: false })
})

describe('a draft', () => {
  it('is kept separately for each subject, from the first letter until it is sent', () => {
    const at = ref(''), words = ref(''), draft = useDraft(() => at.value, { words })
    words.value = 'nobody asked' // the sheet is closed
    at.value = 'report:1:reply'
    expect(words.value).toBe('')
    words.value = '师傅明天'
    at.value = 'report:2:reply'
    expect([words.value, draft.recalled.value]).toEqual(['', false])
    at.value = ''
    const again = ref(''), next = useDraft(() => 'report:1:reply', { words: again }) // the program was restarted
    expect([again.value, next.recalled.value]).toEqual(['师傅明天', true])
    next.clear()
    expect([again.value, recallDraft('report:1:reply')]).toEqual(['', undefined])
    again.value = '又写'
    again.value = ''
    expect(recallDraft('report:1:reply'), 'what is empty is no draft').toBeUndefined()
  })

  it('includes its photos', async () => {
    const photos = usePhotos()
    useDraft(() => 'a', {}, photos)
    photos.picked.value = [{ key: 'k', path: 'p' }]
    const other = usePhotos()
    useDraft(() => 'a', {}, other)
    await vi.waitFor(() => expect(other.picked.value).toEqual([{ key: 'k', path: 'blob:k', file: undefined, percent: undefined }]))
  })

  it('is deleted after a week, with its photos', () => {
    vi.useFakeTimers()
    const words = ref(''), photos = usePhotos()
    useDraft(() => 'a', { words }, photos)
    words.value = '旧的'
    photos.picked.value = [{ key: 'old', path: 'p' }]
    vi.setSystemTime(Date.now() + 6 * 86_400_000)
    pruneDrafts()
    expect(recallDraft('a')).toBeTruthy()
    vi.setSystemTime(Date.now() + 2 * 86_400_000)
    pruneDrafts()
    expect(recallDraft('a')).toBeUndefined()
    expect(dropPhoto).toHaveBeenCalledWith('old')
  })

  it('is deleted when the person logs out', async () => {
    const words = ref('')
    useDraft(() => 'a', { words })
    keep('owner', '1')
    words.value = '老王的话'
    stayOut()
    await nextTick()
    expect([words.value, recallDraft('a'), recall('owner'), recall('session')]).toEqual(['', undefined, undefined, undefined])
  })

  it('is deleted when another person logs in, and stays for the same person', async () => {
    history.replaceState(null, '', '?as=somebody')
    const comes = (id: string) => {
      service(({ url }) => ({ statusCode: 200, data: url.endsWith('/client') ? { demo: true, now: '2026-11-28T09:00:00+08:00' } : url.includes('/demo/') ? { code: 'c', path: '/api/v1/login/staff' } : { token: 'T', person: { id } } }))
      session.token = ''
      return signIn()
    }
    const words = ref('')
    useDraft(() => 'a', { words })
    await comes('1')
    words.value = '老王的话'
    await comes('1')
    expect(recallDraft('a')).toBeTruthy()
    await comes('2')
    await nextTick()
    expect([words.value, recallDraft('a'), recall('owner')]).toEqual(['', undefined, '2'])
    history.replaceState(null, '', location.pathname)
  })
})

describe('logging out', () => {
  it('lasts until the next login, also after a restart', async () => {
    const asked = service(() => refusal(500, 'x', 'x'))
    stayOut()
    await expect(signIn()).rejects.toMatchObject({ code: 'client.left' })
    Object.assign(session, { left: false })
    restoreSession() // a restart
    await expect(signIn()).rejects.toMatchObject({ code: 'client.left' })
    expect(asked).toHaveLength(0)
    await comeIn().catch(() => {})
    expect([session.left, recall('left')]).toEqual([false, undefined])
  })
})

describe('a form', () => {
  const fields = (options: { value: string; name: string }[]): Field[] => [
    { kind: 'words', name: 'words', label: '话', value: '旧' }, { kind: 'choice', name: 'to', label: '给谁', options, value: '' }, { kind: 'photos', name: 'file_ids', label: '照片' },
  ]
  const two = fields([{ value: '0', name: '住建局' }, { value: '1', name: '城管局' }])

  it('keeps changed values only', () => {
    expect(Object.keys(changedOf(two, { words: '旧', to: '1', file_ids: [] }))).toEqual(['to'])
    expect(takenUp(two, changedOf(two, { words: '新', to: '1', file_ids: [] }))).toMatchObject({ words: '新', to: '1' })
  })

  it('restores a choice only if it still means the same', () => {
    const kept = changedOf(two, { words: '新', to: '1', file_ids: [] })
    const now = fields([{ value: '0', name: '城管局' }, { value: '1', name: '供电公司' }])
    expect(takenUp(now, kept)).toMatchObject({ words: '新', to: '' })
  })
})

describe('a form', () => {
  it('that is open from the beginning has its first values', async () => {
    const send = vi.fn(async (_: Record<string, unknown>) => {}), done = vi.fn()
    const filling = useFilling({ form: { title: '受理', go: '受理', fields: [{ kind: 'words', name: 'words', label: '说一句' }, { kind: 'check', name: 'urgent', label: '紧急', value: true }], send }, news: [] }, () => 'report:9', done)
    expect(filling.values.value).toEqual({ words: '', urgent: true })
    await filling.go()
    expect(send.mock.calls[0][0]).toEqual({ words: '', urgent: true })
  })
})
