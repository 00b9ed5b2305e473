import { describe, expect, it, vi } from 'vitest'
import { mount } from '@vue/test-utils'
import ReportCard from '@linli/shared/ui/ReportCard.vue'
import UrgentTag from '@linli/shared/ui/UrgentTag.vue'
import EmergencyLines from '../../resident/ui/EmergencyLines.vue'
import NumberTile from '../../staff/ui/NumberTile.vue'
import { useDanger } from '../../resident/report/danger'
import { api } from '@linli/shared/api/client'

const report = (more: object) => ({ id: '1', number: '261129-001', title: '水电气暖：煤气味', category: 'utility', place: '5号楼', state: 'submitted', state_name: '待受理', light: 'green', due_at: '', submitted_at: '2026-11-29T23:11:00+08:00', mine: false, ...more }) as any

describe('danger in a list', () => {
  it('is a word and a sign, and red only while it is open', () => {
    const open = mount(ReportCard, { props: { report: report({ urgent: true }) } })
    expect([open.classes('card-urgent'), open.findComponent(UrgentTag).text(), open.findComponent(UrgentTag).find('.app-icon').exists()]).toEqual([true, '紧急', true])
    const over = mount(ReportCard, { props: { report: report({ urgent: true, state: 'closed' }) } })
    expect([over.classes('card-urgent'), over.find('.urgent-over').exists()]).toEqual([false, true])
    expect(mount(ReportCard, { props: { report: report({ urgent: false }) } }).findComponent(UrgentTag).exists()).toBe(false)
  })

  it('says to others that the author is asked', () => {
    expect(mount(ReportCard, { props: { report: report({ question: '几楼？' }) } }).text()).toContain('等反映人回答')
    expect(mount(ReportCard, { props: { report: report({ question: '几楼？', mine: true }) } }).text()).toContain('有一个问题等您回答')
  })

  it('has a tile of its own', () => {
    expect(mount(NumberTile, { props: { name: '紧急事件', count: 2, alarm: true } }).classes()).toContain('num-alarm')
  })
})

describe('the number to ring', () => {
  it('is what the advice names, in its order', () => {
    const numbers = (words: string) => mount(EmergencyLines, { props: { loud: true, words } }).findAll('.danger-line').map((l) => l.text())
    expect(numbers('请马上离开并拨打 119。')).toEqual(['119 火警'])
    expect(numbers('请马上拨打 110；想找人说说话，可拨打 12356。')).toEqual(['110 报警', '12356 心理援助'])
    expect(numbers('')).toEqual(['119 火警', '120 急救', '110 报警'])
  })

  it('is decided by the service; until it answers, by the hints', async () => {
    vi.useFakeTimers()
    const asked = vi.spyOn(api as any, 'post').mockImplementation(async (...sent: any[]) => ({ say: sent[2].words.includes('费') ? '' : '请拨打 119' }))
    let words = '', seen: any
    const page = mount({ props: ['words'], setup: (p: any) => { seen = useDanger(() => p.words, () => [{ words: ['燃气漏'], say: '提示 119' }]); return () => null } }, { props: { words: '' } })
    const write = async (text: string) => { words = text; await page.setProps({ words }) }
    await write('燃气漏')
    expect(seen.value).toBe('提示 119')
    await vi.advanceTimersByTimeAsync(500)
    expect(seen.value).toBe('请拨打 119')
    await write('燃气漏费')
    await vi.advanceTimersByTimeAsync(500)
    expect(seen.value).toBe('')
    asked.mockRejectedValueOnce(new Error('x'))
    await write('又燃气漏了')
    await vi.advanceTimersByTimeAsync(500)
    expect(seen.value).toBe('提示 119')
    page.unmount()
    vi.useRealTimers()
  })
})
