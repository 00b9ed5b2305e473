// Visits (走访关爱): what a visitor writes down, and what keepers decide about one of the plan.
import { api } from '../api/client'
import { Fault } from '../api/fault'
import type { CareNeed, CarePage, CareRow } from '../api/types'
import type { Tone } from '../ui/states'
import type { RowDeed } from '../use/rows'
import { today, type Form, type Option } from './form'
import { needForm } from './order'

export const outcomes: Option[] = [
  { value: 'well', name: '平安', sub: '见到了，都好' }, { value: 'needs', name: '有需要', sub: '见到了，有事要办' },
  { value: 'no_answer', name: '没人应', sub: '4 小时内要再去' }, { value: 'declined', name: '不愿被访', sub: '以后改打电话' },
]
export const ways: Option[] = [{ value: 'door', name: '上门' }, { value: 'phone', name: '电话' }, { value: 'video', name: '视频' }, { value: 'street', name: '楼下见到' }]
export const changeKinds: Option[] = [
  { value: 'illness', name: '重病' }, { value: 'loss', name: '丧亲' }, { value: 'job', name: '失业' }, { value: 'disaster', name: '灾害' },
  { value: 'accident', name: '事故' }, { value: 'fraud', name: '被骗' }, { value: 'other', name: '其他' },
]
const levels: Option[] = [{ value: 'A', name: '一级' }, { value: 'B', name: '二级' }, { value: 'C', name: '三级' }]

export const careTone = (r: Pick<CareRow, 'state' | 'chase'>): Tone => (r.chase || r.state === 'late' ? 'bad' : r.state === 'open' ? 'wait' : 'off')

/** 302 王秀英: which row a button means. */
export const sayCare = (r: Pick<CareRow, 'place' | 'room'>): string => `${r.place} ${r.room}`.trim()

/** 登记变故 of a household. */
export const changeForm = (household: string, where: string): Form => ({
  title: '登记变故', about: household, go: '登记', said: '登记好了', note: `${where}。登记后 24 小时内走访，90 天内每周走访。`,
  fields: [
    { kind: 'choice', name: 'kind', label: '发生了什么', options: changeKinds },
    { kind: 'day', name: 'day', label: '哪天', value: today() },
    { kind: 'words', name: 'words', label: '说明', most: 100, rows: 2 },
  ],
  check: (v) => (v.kind ? '' : '请选择发生了什么'),
  send: (v, key) => api.post('/staff/care/changes', {}, { household_id: household, kind: v.kind, day: v.day, words: v.words }, key),
})

const levelForm = (p: CarePage): Form => ({
  title: '调整等级', about: p.id, go: '保存', said: '已调整', note: '提高由网格员、社区决定，降低由社区书记决定。到期自动恢复。',
  fields: [
    { kind: 'choice', name: 'level', label: '等级', options: levels, value: p.level === 'S' ? 'A' : p.level },
    { kind: 'day', name: 'until', label: '到哪天', value: '', from: today() },
    { kind: 'words', name: 'reason', label: '原因', must: true, most: 100, rows: 2 },
  ],
  check: (v) => (v.until ? '' : '请选择到哪天'),
  send: (v, key) => api.put('/staff/care/{id}/level', { id: p.id }, { level: v.level, until: v.until, reason: v.reason }, key),
})

/** One visit of a household within a week (约走访), whoever they are. */
export const onceDeed = (household: string): RowDeed => ({
  title: '约走访', run: (key) => api.post('/staff/households/{id}/care', { id: household }, {}, key), said: '约好了，一周内走访，网格员的“今天”里有',
})

/** 分派 to stewards and leads of the building. */
async function helperForm(p: CarePage): Promise<Form> {
  const all = (await api.get('/staff/care/{id}/helpers', { id: p.id })).items
  return {
    title: '请谁走访', about: p.id, go: '保存', said: '已分派', note: all.length ? '选上的人会在“今天”里看到这一户。' : '这栋楼还没有红管家、楼栋长或单元长。',
    fields: [{ kind: 'many', name: 'ids', label: '红管家、楼栋长、单元长', options: all.map((h) => ({ value: h.id, name: h.name })), value: p.helpers.map((h) => h.id) }],
    send: (v, key) => api.put('/staff/care/{id}/helpers', { id: p.id }, { person_ids: v.ids }, key),
  }
}

/** What a keeper can do with one of the plan, besides a visit. */
export function careDeeds(p: CarePage): RowDeed[] {
  const deeds: RowDeed[] = []
  if (p.can.includes('change') && p.household_id) deeds.push({ title: '登记变故', form: () => changeForm(p.household_id, sayCare(p)) })
  if (p.can.includes('assign')) deeds.push({ title: '请谁走访', form: () => helperForm(p) })
  if (p.can.includes('raise')) deeds.push({ title: '调整等级', form: () => levelForm(p) })
  if (p.can.includes('unset')) deeds.push({ title: '恢复等级', sure: { title: '恢复原来的等级？', text: '', yes: '恢复' }, run: (key) => api.delete('/staff/care/{id}/level', { id: p.id }, undefined, key), said: '已恢复' })
  if (p.can.includes('unplan')) deeds.push({ title: '取消约好的走访', sure: { title: '取消约好的走访？', text: '平时的走访不变。', yes: '取消走访', no: '不取消' }, run: (key) => api.delete('/staff/care/{id}/next', { id: p.id }, undefined, key), said: '已取消' })
  if (p.can.includes('accept')) deeds.push({ title: '愿意上门了', sure: { title: '恢复上门走访？', text: '', yes: '恢复' }, run: (key) => api.post('/staff/care/{id}/accept', { id: p.id }, undefined, key), said: '已恢复' })
  return deeds
}

/** What a keeper can do with a need. */
export function needDeeds(n: CareNeed, household: string): RowDeed[] {
  const deeds: RowDeed[] = []
  if (n.can.includes('refer')) {
    if (n.state === 'open') deeds.push({ title: '请人上门', kind: 'soft', form: () => needForm(n, household) })
    deeds.push({ title: '转办', form: () => ({
      title: `转办：${n.kind_name}`, about: n.id, go: '转办', said: '已转办', note: '先录成事件，再写事件的编号。只能转到这个社区、您看得到的事件。',
      fields: [{ kind: 'words', name: 'number', label: '事件编号', must: true, most: 20, hint: '例如：261126-003' }],
      send: async (v, key) => {
        const [found] = (await api.get('/staff/reports/find', { number: String(v.number).trim() })).items
        if (!found) throw new Fault('care.target_missing', '没有找到这个编号的事件，请核对', 404)
        return api.post('/staff/needs/{id}/refer', { id: n.id }, { target: `report:${found.id}` }, key)
      },
    }) })
  }
  if (n.can.includes('meet')) {
    deeds.push({ title: '已解决', kind: 'soft', form: () => ({
      title: '已解决', about: n.id, go: '保存', said: '已记下', fields: [{ kind: 'words', name: 'reason', label: '怎么解决的', most: 100, rows: 2 }],
      send: (v, key) => api.post('/staff/needs/{id}/end', { id: n.id }, { met: true, reason: v.reason }, key),
    }) })
  }
  if (n.can.includes('cannot')) {
    deeds.push({ title: '办不了', form: () => ({
      title: '办不了', about: n.id, go: '保存', said: '已记下', fields: [{ kind: 'words', name: 'reason', label: '原因', must: true, most: 100, rows: 2 }],
      send: (v, key) => api.post('/staff/needs/{id}/end', { id: n.id }, { met: false, reason: v.reason }, key),
    }) })
  }
  return deeds
}

/** 开始每日走访 in an area. */
export const surgeForm = (area: string, name: string): Form => ({
  title: '开始每日走访', about: area, go: '开始', said: '已开始', note: `${name}里要走访的每一户每天走访一次。结束以后，走访日期和原来一样。`,
  fields: [{ kind: 'words', name: 'reason', label: '原因', must: true, most: 100, hint: '例如：寒潮橙色预警' }],
  send: (v, key) => api.post('/staff/care/surges', {}, { area_ids: [area], reason: v.reason }, key),
})
