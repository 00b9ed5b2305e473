import { expect, it } from 'vitest'
import { launch, type Asked } from './harness'

const asked: Asked[] = []
const person = { id: '1', name: '王奶奶', home_name: '阳光社区 阳光花园5号楼', home_id: '5', community_id: '4', steward: false, staff: false, postings: [], privacy: '2026-11-26' }
const thing = { id: '7', name: '充电器', place: '大厅', about: '请在大厅里用', stock: 2, left: 1, days: 0, self_service: true, can: ['borrow'] }
const program = launch('resident', (a) => {
  asked.push(a)
  const path = a.url.replace(/^https:\/\/[^/]+\/api\/v1/, '').split('?')[0]
  const answers: Record<string, unknown> = {
    '/client': { demo: false, oa_appid: '', privacy_version: '2026-11-28', now: '2026-11-26T10:00:00+08:00', templates: { resident: { report: [], booking: [], loan: [], hall: [] }, staff: { work: [] } } },
    '/login/resident': { token: 'T', expires_at: '2026-12-26T10:00:00+08:00', person },
    '/waiting': { items: [{ kind: 'review', title: '楼道灯修好了', say: '请您评价', id: '7', at: '2026-11-26T09:00:00+08:00', count: 1 }] },
    '/me': person,
    '/communities/4/things': { items: [thing, { ...thing, id: '9', name: '轮椅', place: '服务台', self_service: false, can: [] }] },
    '/loans': { items: [{ id: '5', thing_id: '8', thing: '爱心雨伞', place: '大厅伞架', copy: '', borrower: '', phone: '', state: 'out', state_name: '借用中', late: false, due: '2026-11-26', words: '', lent_at: '2026-11-23T10:00:00+08:00', ended_at: '', can: ['return', 'extend'] }], next: '' },
    '/bulletins': { items: [{ id: '3', area_id: '4', area_name: '阳光社区', title: '明天上午停水检修', text: '', pinned: true, at: '2026-11-26T08:00:00+08:00', until: '' }] },
  }
  return path in answers ? { statusCode: 200, data: answers[path] } : { statusCode: 404, data: { error: { code: 'http.no_route', message: '没有', request_id: '' } } }
}, 1.4)

it('logs in with wx.login and shows the tasks, in the compiled mini-program', async () => {
  const page = await program.open('pages/home/index')
  expect(program.calls.map(([name]) => name)).toContain('login')
  expect(asked.find((a) => a.url.endsWith('/login/resident'))).toMatchObject({ data: { code: 'code-of-wx' }, method: 'POST' })
  expect(asked.find((a) => a.url.includes('/waiting'))!.header).toMatchObject({ Authorization: 'Bearer T' })
  expect(page.text()).toContain('王奶奶')
  expect(page.text()).toContain('明天上午停水检修')
  expect(page.text()).toContain('楼道灯修好了')
  for (const name of ['随手拍', '预约', '借东西', '我的楼道', '我的进展']) expect(page.text()).toContain(name)
})

it('shows what can be borrowed, and first what must be back today, in the compiled mini-program', async () => {
  const said = (await program.open('life/loan/index')).text()
  for (const words of ['今天到期', '还到大厅伞架', '还有 1 件', '当天还', '请在大厅里用', '请到服务台办理']) expect(said).toContain(words)
  expect(said.indexOf('我借的')).toBeLessThan(said.indexOf('现在可以借'))
  expect(said.match(/借用/g)).toHaveLength(1)
})

it('follows WeChat\'s care mode', async () => {
  const page = await program.open('pages/home/index')
  expect(page.html()).toContain('elder')
})

it('calls the service at the address of the build, with https', () => {
  expect(asked.every((a) => a.url.startsWith('https://'))).toBe(true)
})
