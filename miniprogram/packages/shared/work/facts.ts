// What staff read about a report beside its story.
import type { Report, ReportDetail } from '../api/types'
import { isOpen, type Tone } from '../ui/states'
import { instant, now, sayDue, sayTime } from '../util/time'

export const sources: Record<Report['source'] | string, string> = { chat: '公众号', app: '小程序', steward: '红管家', patrol: '巡查发现', counter: '窗口代录', call: '电话代录', hotline: '12345 转办', org: '单位', reception: '接待', collect: '入户采集', partner: '别的单位转来', inquiry: '咨询转来' }
const outcomes: Record<string, string> = { solved: '已解决', explained: '解释说明', transferred: '转外部处理', withdrawn: '居民撤回', refused: '不予受理' }
export const lights: Record<string, string> = { green: '按时', yellow: '快到期', red: '已超时' }

/** The facts of a report, by name; those without a value are left out. */
export function factsOf(r: ReportDetail): { name: string; value: string }[] {
  const w = r.work
  return [
    { name: '地点', value: r.place && r.place !== r.area_name ? `${r.area_name}（${r.place}）` : r.area_name || r.place },
    { name: '类别', value: [r.category_name, w?.topic_name].filter(Boolean).join(' · ') },
    ...(r.answers ?? []).map((a) => ({ name: a.question || '补充', value: a.answer })),
    { name: '谁在办', value: r.holder },
    { name: '来源', value: `${r.source === 'partner' && r.partner_name ? `${r.partner_name} 转办` : sources[r.source] ?? r.source}${r.org_name ? ` ${r.org_name}` : ''}，${sayTime(r.submitted_at)}${r.external_no ? `，原编号 ${r.external_no}` : ''}` },
    { name: '结果', value: r.outcome ? `${outcomes[r.outcome]}${r.result ? `：${r.result}` : ''}` : '' },
    { name: '想问', value: r.question && `${r.question}（等回答）` },
    { name: '退回', value: w?.returns ? `部门退回过 ${w.returns} 次` : '' },
    { name: '催办', value: r.urges ? `${r.urges} 次` : '' },
    { name: '重办', value: r.reopens ? `第 ${r.reopens} 次` : '' },
    { name: '邻居', value: r.joins ? `${r.joins} 位也遇到` : '' },
    { name: '并案', value: w?.followers ? `另有 ${w.followers} 件并在这件上` : '' },
  ].filter((f) => f.value)
}

/** The remarkable facts of a report in a list. */
export function marksOf(r: Report): { text: string; tone: Tone }[] {
  const w = r.work
  return [
    w?.supervision && { text: `督办，${sayDue(w.supervision.due_at)}回复`, tone: 'bad' as Tone },
    w?.postponement && { text: `申请${w.postponement.kind === 'extend' ? '延期' : '挂账'}，等批复`, tone: 'wait' as Tone },
    r.org_name && { text: `以${r.org_name}的名义`, tone: 'go' as Tone },
    isOpen(r.state) && r.urges > 0 && { text: `催办 ${r.urges} 次`, tone: 'wait' as Tone },
    r.reopens > 0 && { text: `第 ${r.reopens} 次重办`, tone: 'bad' as Tone },
    r.joins > 0 && { text: `${r.joins} 位邻居也遇到`, tone: 'go' as Tone },
    w && w.followers > 0 && { text: `并案 ${w.followers} 件`, tone: 'go' as Tone },
    w?.follow_up === 'due' && { text: '待回访', tone: 'wait' as Tone },
  ].filter((m): m is { text: string; tone: Tone } => !!m)
}

export interface Clock { icon: string; name: string; text: string; tag: string; tone: 'none' | 'good' | 'wait' | 'bad' }

const tones: Record<string, Clock['tone']> = { red: 'bad', yellow: 'wait', green: 'good' }

/** The deadlines of an open report, and the orders from above. */
export function clocksOf(r: Report): Clock[] {
  const w = r.work
  const late = !!r.whole_due_at && instant(r.whole_due_at) < now()
  const found: Clock[] = []
  const add = (icon: string, tone: Clock['tone'], text: string, name = '', tag = '') => { found.push({ icon, name, text, tag, tone }) }
  if (r.paused_until) add('pause', 'none', `${r.question ? '等反映人回答，时限停着' : '已挂账，时限停着'}，到 ${sayTime(r.paused_until)}`)
  if (!r.paused_until && r.due_at) add(r.light === 'red' ? 'warn' : 'clock', tones[r.light] ?? 'none', sayDue(r.due_at), '这一步', lights[r.light] ?? '')
  if (!r.paused_until && r.whole_due_at) add('flag', late ? 'bad' : 'none', sayDue(r.whole_due_at), '全程', late ? '已超时' : '')
  if (r.asked) add('bell', 'wait', `已超时，请 ${r.asked} 督促，${sayDue(r.asked_due_at)}落实`)
  if (w?.supervision) add('bell', 'bad', `上级督办，${sayDue(w.supervision.due_at)}回复${w.supervision.late ? '，已经晚了' : ''}`)
  if (w?.postponement) add('clock', 'wait', `申请${w.postponement.kind === 'extend' ? '延期' : '挂账'}到 ${sayTime(w.postponement.until)}，等${w.postponement.to}批复`)
  return found
}
