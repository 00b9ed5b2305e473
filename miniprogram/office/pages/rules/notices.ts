// The words of notices as staff read and write them: {title} of the service is {事项} here.
import type { components } from '@linli/shared/api/types'

export type Worded = components['schemas']['NoticeWords']
export type Preview = components['schemas']['NoticePreview']
type Facts = Worded['facts']

const inBraces = /\{([^{}]*)\}/g

/** The words with what staff call each fact. */
export const toLabels = (text: string, facts: Facts): string =>
  text.replace(inBraces, (whole, name: string) => { const f = facts.find((one) => one.name === name); return f ? `{${f.label}}` : whole })
/** The words as the service keeps them; full-width braces of an input method count. */
export const toNames = (text: string, facts: Facts): string =>
  text.replace(/｛/g, '{').replace(/｝/g, '}').replace(inBraces, (whole, label: string) => { const f = facts.find((one) => one.label === label.trim()); return f ? `{${f.name}}` : whole })

export interface Piece { text: string; fact: boolean }
/** The words in pieces: what stands there, and what is put in for each notice. */
export function piecesOf(text: string, facts: Facts): Piece[] {
  const all: Piece[] = [], said = toLabels(text, facts)
  let at = 0
  for (const found of said.matchAll(inBraces)) {
    if (found.index! > at) all.push({ text: said.slice(at, found.index), fact: false })
    all.push({ text: found[1], fact: true })
    at = found.index! + found[0].length
  }
  const rest = said.slice(at)
  return rest ? [...all, { text: rest, fact: false }] : all
}

export const channels: Record<Preview['channel'], string> = {
  inbox: '站内消息', chat: '公众号聊天', oa: '公众号模板消息', mp: '居民小程序订阅消息', staff: '工作人员小程序订阅消息', sms: '短信', voice: '语音电话', door: '红管家上门',
}
/** Why the words of these channels do not follow. */
export const notes: Partial<Record<Preview['channel'], string>> = {
  oa: '格式由微信审定，只填进这几项。', mp: '格式由微信审定，只填进这几项。', staff: '格式由微信审定，只填进这几项。', sms: '文字由运营商审定，只填进里面的几项。', voice: '文字由运营商审定，只填进里面的几项，念两遍。',
}
/** How long it is, with the limit of the channel. */
export function sizeOf(p: Preview): string {
  if (!p.text) return ''
  if (p.channel === 'chat') return `${p.length} / ${p.most} 字节`
  return p.channel === 'sms' ? `${p.length} 字，算 ${p.parts} 条` : `${p.length} 字`
}
