import { describe, expect, it } from 'vitest'
import { piecesOf, sizeOf, toLabels, toNames, type Preview } from '../../office/pages/rules/notices'

const facts = [
  { name: 'title', label: '事项', example: '路灯不亮', must: true },
  { name: 'step_due', label: '这一步的时限', example: '今天', must: true },
]

describe('the words of a notice', () => {
  it('are written with what staff call each fact, and kept with its name', () => {
    for (const text of ['“{title}”请在{step_due}前受理。', '没有', '{title}', '{step_due}{title}', '两行\n{title}']) expect(toNames(toLabels(text, facts), facts)).toBe(text)
    expect(toLabels('{title}{phone}', facts)).toBe('{事项}{phone}')
    expect(toNames('｛事项｝{ 这一步的时限 }{别的}{', facts)).toBe('{title}{step_due}{别的}{')
  })
  it('are shown in pieces, facts apart', () => {
    expect(piecesOf('“{title}”请在{step_due}前', facts)).toEqual([
      { text: '“', fact: false }, { text: '事项', fact: true }, { text: '”请在', fact: false }, { text: '这一步的时限', fact: true }, { text: '前', fact: false },
    ])
    expect(piecesOf('{title}', facts)).toEqual([{ text: '事项', fact: true }])
    expect(piecesOf('', facts)).toEqual([])
  })
  it('have a size that each channel counts in its own way', () => {
    const of = (more: Partial<Preview>): Preview => ({ channel: 'inbox', title: '', text: '好', fields: [], length: 1, most: 0, cut: false, parts: 0, off: false, ...more })
    expect(sizeOf(of({}))).toBe('1 字')
    expect(sizeOf(of({ channel: 'chat', length: 3, most: 2048 }))).toBe('3 / 2048 字节')
    expect(sizeOf(of({ channel: 'sms', length: 71, parts: 2 }))).toBe('71 字，算 2 条')
    expect(sizeOf(of({ text: '' }))).toBe('')
  })
})
