// Mediation (调解): the lists of a mediator, and what is done with one file. Nothing that is typed here stays on the device.
import { api } from '../api/client'
import { handIn } from '../api/upload'
import type { MediationCase, MediationFile } from '../api/types'
import type { Tone } from '../ui/states'
import type { RowDeed } from '../use/rows'
import { clock, dayOf, now, sayDay } from '../util/time'
import { at as moment, type Field, type Form, type Option } from './form'
import { phoneForm } from './phone'
import { myCommunity } from './places'

export type MediationList = 'new' | 'mine' | 'after' | 'ended'
export const mediationLists: { value: MediationList; name: string; empty: string }[] = [
  { value: 'new', name: '待受理', empty: '没有等待受理的调解' }, { value: 'mine', name: '在调解', empty: '没有您正在调解的案件' },
  { value: 'after', name: '待回访', empty: '没有等待回访的案件' }, { value: 'ended', name: '已结案', empty: '还没有结案的案件' },
]

const tones: Record<MediationCase['state'], Tone> = {
  asked: 'wait', accepted: 'wait', agreed: 'go', talking: 'go', agreement: 'good', failed: 'off', withdrawn: 'off', followed: 'good', closed: 'off',
}
export const mediationTone = (c: Pick<MediationCase, 'state'>): Tone => tones[c.state] ?? 'off'

const results: Record<string, string> = { agreement: '已达成协议', failed: '没有调解成', withdrawn: '当事人不再调解' }
/** What became of it, beside its state. */
export const sayResult = (c: Pick<MediationCase, 'state' | 'result' | 'state_name'>): string => (c.state === 'followed' || c.state === 'closed' ? results[c.result] ?? '' : '')

/** 12月3日 周四 14:00–15:00，调解室 */
export const sayTalk = (t: { from: string; to: string; where: string }): string =>
  `${sayDay(t.from.slice(0, 10))} ${clock(t.from)}${t.to === t.from ? '' : `–${clock(t.to)}`}，${t.where}`

const courts = '司法所、人民法院'
const answers: Record<string, string> = { client: '手机同意', counter: '当面同意', paper: '书面同意' }
/** What a party said about mediation. */
export const sayAnswer = (p: MediationFile['parties'][number]): string => (p.answer === 'yes' ? answers[p.how] ?? '同意' : p.answer === 'no' ? '不再调解' : p.account ? '等本人在手机上答复' : '等当面或书面答复')

const bodies: Option[] = [{ value: 'committee', name: '人民调解委员会' }, { value: 'justice', name: '司法所' }, { value: 'elder', name: '老党员' }]
type Body = 'committee' | 'justice' | 'elder'

const kindsOf = async (): Promise<Option[]> => (await api.get('/mediations/kinds')).items.map((k) => ({ value: k.code, name: k.name }))
const id = (f: MediationFile) => ({ id: f.id })
const words = (label: string, must = true, more: Partial<Extract<Field, { kind: 'words' }>> = {}): Field => ({ kind: 'words', name: 'words', label, must, rows: 4, most: 1000, voice: true, ...more })
const parties = (f: MediationFile): Option[] => f.parties.map((p) => ({ value: p.id, name: p.name, sub: `${p.side_name} · ${sayAnswer(p)}` }))
const left = (f: MediationFile): Option[] => f.promises.filter((p) => p.state !== 'done').map((p) => ({ value: p.id, name: `${p.name}：${p.what}`, sub: `${sayDay(p.due_on)}前 · ${p.state_name}` }))
const short = '不写名字和细节，案卷里的话都会加密，只有本案的调解员能看。'

/** Enters a case for somebody at the counter or on the telephone. */
export async function enterForm(): Promise<Form> {
  const [kinds, community] = await Promise.all([kindsOf(), myCommunity()])
  return {
    title: '代录调解', go: '登记', sealed: true, said: '登记了，调解员会受理', note: '登记后案卷只有调解员能看。调解自愿、免费。',
    fields: [
      { kind: 'choice', name: 'kind', label: '哪一类', must: true, options: kinds },
      { kind: 'words', name: 'name', label: '申请人姓名', must: true, most: 20 },
      { kind: 'words', name: 'phone', label: '手机号（没有可以不填）', type: 'number', most: 20 },
      words('什么事（可以当面再说）', false),
      { kind: 'check', name: 'call', label: '电话里说的' },
    ],
    send: (v, key) => api.post('/staff/mediations', {}, { community_id: community.id, kind: v.kind, name: v.name.trim(), phone: v.phone.trim(), words: v.words.trim(), call: v.call }, key),
  }
}

/** Makes a case of a report. */
export async function mediateForm(report: string): Promise<Form> {
  return {
    title: '转调解', go: '转调解', said: '已转调解，事件到此办结', note: '居民只看到“已转调解”。之后的事只有调解员和双方知道。',
    fields: [{ kind: 'choice', name: 'kind', label: '哪一类', must: true, options: await kindsOf() }],
    send: (v, key) => api.post('/staff/reports/{id}/mediate', { id: report }, { kind: v.kind }, key),
  }
}

const promised = [1, 2, 3, 4]
function promiseFields(f: MediationFile): Field[] {
  return promised.flatMap((n): Field[] => {
    const before = f.promises[n - 1], shown = (v: Record<string, any>) => n === 1 || !!String(v[`what${n - 1}`] ?? '').trim()
    return [
      { kind: 'words', name: `what${n}`, label: `约定 ${n}：做什么`, most: 200, value: before?.what, when: shown },
      { kind: 'choice', name: `who${n}`, label: `约定 ${n}：谁做`, options: f.parties.map((p) => ({ value: p.id, name: p.name, sub: p.side_name })), value: before?.party_id, when: (v) => shown(v) && !!String(v[`what${n}`] ?? '').trim() },
      { kind: 'day', name: `due${n}`, label: `约定 ${n}：哪天前`, from: dayOf(now()), value: before?.due_on, when: (v) => shown(v) && !!String(v[`what${n}`] ?? '').trim() },
    ]
  })
}

async function planForm(f: MediationFile): Promise<Form> {
  const rooms = (await api.get('/staff/mediations/{id}/rooms', id(f))).items.map((r) => ({ value: r.id, name: r.name }))
  return {
    title: f.can.includes('again') ? '再约谈' : '约时间', go: '约好', sealed: true, said: '约好了，已通知双方', explains: true, note: '场所这段时间会占住，别人借不到；别人看不到是调解。',
    fields: [
      { kind: 'day', name: 'day', label: '哪一天', must: true, value: dayOf(now() + 86_400_000), from: dayOf(now()) },
      { kind: 'time', name: 'from', label: '几点开始', must: true, value: '14:00' }, { kind: 'time', name: 'to', label: '几点结束', must: true, value: '15:00' },
      { kind: 'choice', name: 'place', label: '在哪里', value: rooms[0]?.value ?? '-', options: [...rooms, { value: '-', name: '别的地方' }] },
      { kind: 'words', name: 'where', label: '写明地方', must: true, most: 40, when: (v) => v.place === '-' },
    ],
    send: (v, key) => api.post('/staff/mediations/{id}/plan', id(f), {
      from: moment(v.day, v.from), to: moment(v.day, v.to), place_id: v.place === '-' ? '' : v.place, where: v.place === '-' ? v.where.trim() : '',
    }, key),
  }
}

const forms: Record<string, (f: MediationFile) => Form | Promise<Form>> = {
  accept: (f) => ({
    title: '受理', go: '我来调解', said: '您受理了', fields: [{ kind: 'choice', name: 'body', label: '以谁的名义', must: true, value: 'committee', options: bodies }],
    send: (v, key) => api.post('/staff/mediations/{id}/accept', id(f), { body: v.body as Body }, key),
  }),
  name: async (f) => ({
    title: '请人一起调解', go: '请他一起', said: '已通知', fields: [
      { kind: 'choice', name: 'person', label: '请谁', must: true, options: (await api.get('/staff/mediations/{id}/colleagues', id(f))).items.map((c) => ({ value: c.id, name: c.name })) },
      { kind: 'choice', name: 'body', label: '以谁的名义', must: true, value: 'committee', options: bodies },
    ],
    send: (v, key) => api.post('/staff/mediations/{id}/name', id(f), { person_id: v.person, body: v.body as Body }, key),
  }),
  join: (f) => ({
    title: '登记当事人', go: '登记', sealed: true, said: '登记了', note: '姓名和手机号对得上的居民，会收到通知，自己决定来不来。', fields: [
      { kind: 'choice', name: 'side', label: '哪一方', must: true, value: 'b', options: [{ value: 'a', name: '甲方' }, { value: 'b', name: '乙方' }] },
      { kind: 'words', name: 'name', label: '姓名', must: true, most: 20 }, { kind: 'words', name: 'phone', label: '手机号（没有可以不填）', type: 'number', most: 20 },
    ],
    send: (v, key) => api.post('/staff/mediations/{id}/join', id(f), { side: v.side as 'a' | 'b', name: v.name.trim(), phone: v.phone.trim() }, key),
  }),
  agree: (f) => ({
    title: '登记同意调解', go: '同意', sealed: true, said: '记下了', fields: [
      { kind: 'choice', name: 'party', label: '谁', must: true, options: parties(f).filter((_, n) => f.parties[n].answer !== 'yes') },
      { kind: 'choice', name: 'way', label: '怎么说的', must: true, value: 'counter', options: [{ value: 'counter', name: '当面说的' }, { value: 'paper', name: '签了同意书' }] },
    ],
    send: (v, key) => api.post('/staff/mediations/{id}/answer', id(f), { party_id: v.party, yes: true, way: v.way as 'counter' | 'paper', words: '' }, key),
  }),
  stop: (f) => ({
    title: '当事人不再调解', go: '结束调解', bad: true, sealed: true, said: '已结束', note: '哪一方都可以随时不再调解，不用说理由。约好的时间会取消。', fields: [
      { kind: 'choice', name: 'party', label: '谁不再调解', must: true, options: parties(f) }, words('他怎么说（可以不写）', false),
    ],
    send: (v, key) => api.post('/staff/mediations/{id}/answer', id(f), { party_id: v.party, yes: false, way: 'counter', words: v.words.trim() }, key),
  }),
  plan: planForm,
  again: planForm,
  cancel: (f) => ({
    title: '取消约好的时间', go: '取消', bad: true, said: '已取消，已通知双方',
    fields: [{ kind: 'choice', name: 'talk', label: '哪一次', must: true, options: f.talks.filter((t) => t.state === 'planned').map((t) => ({ value: t.id, name: sayTalk(t) })) }],
    send: (v, key) => api.post('/staff/mediations/{id}/cancel', id(f), { talk_id: v.talk }, key),
  }),
  minute: (f) => ({
    title: '记录调解', go: '记下来', sealed: true, said: '记下了，已加密', note: short.slice(8), fields: [
      { kind: 'choice', name: 'talk', label: '哪一次', value: f.talks.find((t) => t.state === 'planned')?.id ?? '-', options: [...f.talks.filter((t) => t.state !== 'cancelled').map((t) => ({ value: t.id, name: sayTalk(t) })), { value: '-', name: '刚才当场谈的' }] },
      { kind: 'words', name: 'came', label: '谁来了', most: 200 }, words('谈了什么'),
    ],
    send: (v, key) => api.post('/staff/mediations/{id}/minute', id(f), { talk_id: v.talk === '-' ? '' : v.talk, came: v.came.trim(), words: v.words.trim() }, key),
  }),
  draft: (f) => ({
    title: '拟协议', go: '写好了', sealed: true, said: '写好了，打印出来给双方看', explains: true, fields: [
      { kind: 'words', name: 'words', label: '协议内容', must: true, rows: 6, most: 3000, voice: true, value: f.agreement.text }, ...promiseFields(f),
    ],
    check: (v) => (promised.some((n) => String(v[`what${n}`] ?? '').trim() && (!v[`who${n}`] || !v[`due${n}`])) ? '每项约定要选好谁做、哪天前' : ''),
    send: (v, key) => api.post('/staff/mediations/{id}/draft', id(f), {
      text: v.words.trim(),
      promises: promised.filter((n) => String(v[`what${n}`] ?? '').trim()).map((n) => ({ party_id: v[`who${n}`], what: v[`what${n}`].trim(), due_on: v[`due${n}`] })),
    }, key),
  }),
  sign: (f) => ({
    title: '签好了，拍签名页', go: '达成书面协议', sealed: true, said: '达成协议，已告诉双方', note: '双方和调解员都签了名，把签名的那一页拍清楚。照片加密保存，只有本案的调解员能看。',
    fields: [{ kind: 'photos', name: 'page', label: '签名页', must: true, most: 1, words: '拍签名页，或选照片', sealed: true }],
    send: async (v, key) => {
      const paper = await handIn(v.page[0].path, { name: '签名页', about: `mediate:${f.id}`, matter_only: 'true' }, key)
      return api.post('/staff/mediations/{id}/sign', id(f), { way: 'paper', paper_id: paper.id }, `${key}-sign`)
    },
  }),
  fail: (f) => ({
    title: '没有调解成', go: '结束', bad: true, sealed: true, said: '已结束', fields: [words('为什么'), { kind: 'words', name: 'door', label: '还可以找谁', must: true, most: 200, value: courts }],
    send: (v, key) => api.post('/staff/mediations/{id}/fail', id(f), { words: v.words.trim(), next_door: v.door.trim() }, key),
  }),
  do: (f) => ({
    title: '做到了', go: '记下来', said: '记下了', fields: [{ kind: 'choice', name: 'promise', label: '哪一项', must: true, options: left(f) }],
    send: (v, key) => api.post('/staff/mediations/{id}/keep', id(f), { promise_id: v.promise, kept: true }, key),
  }),
  break: (f) => ({
    title: '没有做到', go: '记下来', bad: true, sealed: true, said: '记下了，可以再约谈', fields: [
      { kind: 'choice', name: 'promise', label: '哪一项', must: true, options: left(f).filter((o) => f.promises.find((p) => p.id === o.value)?.state === 'open') },
      { kind: 'words', name: 'door', label: '还可以找谁（可以不写）', most: 200, hint: `不写，就告诉双方可以找${courts}` },
    ],
    send: (v, key) => api.post('/staff/mediations/{id}/keep', id(f), { promise_id: v.promise, kept: false, next_door: v.door.trim() }, key),
  }),
  follow: (f) => ({ title: '回访', go: '记下来', sealed: true, said: '记下了', fields: [words('现在怎么样')], send: (v, key) => api.post('/staff/mediations/{id}/follow', id(f), { words: v.words.trim() }, key) }),
}

const titles: [can: string, title: string, kind: RowDeed['kind']][] = [
  ['accept', '受理', 'main'], ['join', '登记当事人', 'soft'], ['agree', '登记同意调解', 'main'], ['plan', '约时间', 'main'], ['sign', '签好了，拍签名页', 'main'], ['minute', '记录调解', 'main'], ['draft', '拟协议', 'soft'],
  ['do', '约定做到了', 'main'], ['break', '约定没做到', 'soft'], ['again', '再约谈', 'main'], ['follow', '回访', 'main'], ['close', '结案', 'soft'], ['name', '请人一起调解', 'soft'],
  ['cancel', '取消约好的时间', 'soft'], ['stop', '当事人不再调解', 'bad'], ['fail', '没有调解成', 'bad'],
]

const oral = (f: MediationFile): RowDeed => ({
  title: '达成口头协议', kind: 'soft', said: '记下了', sure: { title: '达成口头协议', text: '双方都同意拟好的协议，只是不签字。口头协议也算数，但不能请法院确认。', yes: '双方同意' },
  run: (key) => api.post('/staff/mediations/{id}/sign', id(f), { way: 'oral' }, key),
})
const close = (f: MediationFile): Pick<RowDeed, 'said' | 'sure' | 'run'> => ({
  said: '结案了', sure: { title: '结案', text: '结案后不能再改。案卷加密保存三年，然后删除。', yes: '结案' }, run: (key) => api.post('/staff/mediations/{id}/close', id(f), undefined, key),
})

/** What can be done with a file, the next first. An agreement that can be signed can also be made in words. */
export function mediationDeeds(f: MediationFile): RowDeed[] {
  const all = titles.filter(([can]) => f.can.includes(can as never)).map(([can, title, kind]): RowDeed => (can === 'close' ? { title, kind, ...close(f) } : { title, kind, form: () => forms[can](f) }))
  const signs = all.findIndex((d) => d.title === '签好了，拍签名页') + 1
  return signs ? [...all.slice(0, signs), oral(f), ...all.slice(signs)] : all
}

/** The number of a party. */
export const partyPhone = (f: MediationFile, p: MediationFile['parties'][number]): Form =>
  phoneForm((reason) => api.post('/staff/mediations/{id}/phone', id(f), { party_id: p.id, reason }), p.name, p.id)

/** How an agreement was made, and until when the court can confirm it. */
export function sayAgreement(a: MediationFile['agreement']): string {
  if (!a.way) return '还没有签，双方看过再签'
  if (a.way === 'oral') return `口头协议，${sayDay(a.signed_on)}起算数`
  return `书面协议，${sayDay(a.signed_on)}签名起生效。双方认为有必要，可以在 ${sayDay(a.confirm_until)} 前一起向人民法院申请司法确认。`
}
