// The pages of the desk. `for` is the power that opens a page; a page without `group` is not in the menu.
import { createRouter, createWebHistory, type RouteRecordRaw } from 'vue-router'
import { session, signIn } from '@linli/shared/store/session'
import { may, type Power } from '@linli/shared/work/powers'
import type { NumberName } from './live/numbers'
import { setTitle } from './live/title'

export const groups = ['办理', '预约', '居民与队伍', '设置', '公开'] as const

export interface Page {
  path: string
  title: string
  group?: (typeof groups)[number]
  icon?: string
  /** The power, or all of several, that it needs. */
  for?: Power | Power[]
  /** How much waits there; the number leads to its `list`. */
  count?: { of: NumberName; list?: string; alarm?: boolean }
  /** Without the frame of the desk. */
  bare?: boolean
  /** Opens without a login. */
  open?: boolean
  view: RouteRecordRaw['component']
}

export const pages: Page[] = [
  { path: '/reports', title: '事件', group: '办理', icon: 'list', for: 'work', view: () => import('./pages/reports/ReportInbox.vue') },
  { path: '/map', title: '地图', group: '办理', icon: 'pin', for: 'work', view: () => import('./pages/map/MapPage.vue') },
  { path: '/inquiries', title: '居民咨询', group: '办理', icon: 'chat', for: 'territory', count: { of: 'inquiries' }, view: () => import('./pages/lists/InquiriesPage.vue') },
  { path: '/orders', title: '上门', group: '办理', icon: 'home', for: 'keep', count: { of: 'orders_new', list: 'new' }, view: () => import('./pages/lists/OrdersPage.vue') },
  { path: '/errands', title: '代办', group: '办理', icon: 'list', for: 'keep', count: { of: 'errands_new', list: 'new' }, view: () => import('./pages/lists/ErrandsPage.vue') },
  { path: '/follow-ups', title: '回访', group: '办理', icon: 'phone', for: ['office', 'territory'], count: { of: 'follow_ups' }, view: () => import('./pages/lists/FollowUpsPage.vue') },
  { path: '/mediations', title: '调解', group: '办理', icon: 'people', for: 'mediate', view: () => import('./pages/lists/MediationsPage.vue') },
  { path: '/counters', title: '窗口', group: '办理', icon: 'user', for: 'keep', view: () => import('./pages/lists/CountersPage.vue') },
  { path: '/calls', title: '求助', group: '办理', icon: 'heart', for: 'territory', count: { of: 'urgent_calls', list: 'urgent', alarm: true }, view: () => import('./pages/lists/CallsPage.vue') },
  { path: '/undelivered', title: '没通知到的人', group: '办理', icon: 'bell', for: 'territory', count: { of: 'undelivered' }, view: () => import('./pages/lists/UndeliveredPage.vue') },
  { path: '/whistles', title: '吹哨报到', group: '办理', icon: 'whistle', for: 'whistle', count: { of: 'whistles', list: 'mine' }, view: () => import('./pages/lists/WhistlesPage.vue') },
  { path: '/loans', title: '借还', group: '办理', icon: 'umbrella', for: 'keep', count: { of: 'loans_late', list: 'late' }, view: () => import('./pages/lists/LoansPage.vue') },
  { path: '/halls', title: '场地安排', group: '办理', icon: 'calendar', for: 'keep', count: { of: 'uses_asked', list: 'asked' }, view: () => import('./pages/lists/HallsPage.vue') },
  { path: '/meals', title: '助餐', group: '办理', icon: 'heart', for: 'keep', count: { of: 'meals_asked', list: 'asked' }, view: () => import('./pages/meals/MealsPage.vue') },
  { path: '/kitchen', title: '厨房名单', group: '办理', icon: 'list', for: 'org', view: () => import('./pages/meals/KitchenPage.vue') },
  { path: '/guide', title: '办事指南', group: '办理', icon: 'list', for: 'maintain', count: { of: 'guide_to_review', list: 'to_review' }, view: () => import('./pages/guide/GuidePage.vue') },
  { path: '/guide/import', title: '导入办事指南', for: 'maintain', view: () => import('./pages/guide/GuideImport.vue') },
  { path: '/photos', title: '待审照片', group: '办理', icon: 'camera', for: 'desk', view: () => import('./pages/lists/PhotosPage.vue') },
  { path: '/stewards', title: '红管家值守', group: '办理', icon: 'shield', for: 'territory', count: { of: 'unanswered', list: 'unanswered', alarm: true }, view: () => import('./pages/lists/StewardsPage.vue') },
  { path: '/families', title: '家人关系', group: '居民与队伍', icon: 'heart', for: 'keep', count: { of: 'families' }, view: () => import('./pages/lists/FamiliesPage.vue') },
  { path: '/buildings', title: '楼栋', group: '居民与队伍', icon: 'building', for: 'territory', view: () => import('./pages/households/BuildingPage.vue') },
  { path: '/estates', title: '小区', group: '居民与队伍', icon: 'building', for: 'territory', view: () => import('./pages/estates/EstatesPage.vue') },
  { path: '/contracts', title: '服务合同', group: '居民与队伍', icon: 'list', for: 'org', view: () => import('./pages/estates/ContractsPage.vue') },
  { path: '/newcomers', title: '新搬来', group: '居民与队伍', icon: 'home', for: 'keep', count: { of: 'arrivals' }, view: () => import('./pages/households/NewcomersPage.vue') },
  { path: '/collect', title: '采集', group: '居民与队伍', icon: 'edit', for: 'keep', view: () => import('./pages/collect/CampaignsPage.vue') },
  { path: '/coverage', title: '很久没联系', group: '居民与队伍', icon: 'clock', for: 'keep', view: () => import('./pages/collect/CoveragePage.vue') },
  { path: '/care', title: '走访关爱', group: '居民与队伍', icon: 'heart', for: 'territory', view: () => import('./pages/care/CarePage.vue') },
  { path: '/tagged', title: '标签名单', group: '居民与队伍', icon: 'heart', for: 'keep', view: () => import('./pages/lists/TaggedPage.vue') },
  { path: '/household', title: '住户', for: 'keep', view: () => import('./pages/households/HouseholdPage.vue') },
  { path: '/counter', title: '今天窗口', group: '预约', icon: 'calendar', for: ['keep', 'office'], view: () => import('./pages/counter/CounterPage.vue') },
  { path: '/week', title: '一周场次', group: '预约', icon: 'list', for: 'territory', view: () => import('./pages/week/WeekPage.vue') },
  { path: '/limits', title: '时限表', group: '设置', icon: 'clock', for: 'territory', view: () => import('./pages/rules/LimitsPage.vue') },
  { path: '/map/draw', title: '画边界', for: 'manage', view: () => import('./pages/map/DrawPage.vue') },
  { path: '/wall', title: '大屏', group: '办理', icon: 'screen', for: 'territory', bare: true, view: () => import('./pages/wall/WallPage.vue') },
  { path: '/print/reports', title: '事件办理单', for: 'work', bare: true, view: () => import('./pages/reports/ReportPrint.vue') },
  { path: '/people', title: '人员与任职', group: '居民与队伍', icon: 'people', for: 'manage', view: () => import('./pages/people/PeoplePage.vue') },
  { path: '/party', title: '党组织', group: '居民与队伍', icon: 'flag', for: 'territory', view: () => import('./pages/party/PartyPage.vue') },
  { path: '/seats', title: '委员名册', group: '居民与队伍', icon: 'people', for: 'territory', view: () => import('./pages/party/SeatsPage.vue') },
  { path: '/party/rules', title: '党组织层级', group: '设置', icon: 'flag', for: 'territory', view: () => import('./pages/party/RulesPage.vue') },
  { path: '/posts', title: '推选和空缺', group: '居民与队伍', icon: 'star', for: 'manage', count: { of: 'nominations' }, view: () => import('./pages/people/PostsPage.vue') },
  { path: '/areas', title: '区划', group: '居民与队伍', icon: 'building', for: 'manage', view: () => import('./pages/areas/AreasPage.vue') },
  { path: '/orgs', title: '部门', group: '居民与队伍', icon: 'flag', for: 'manage', view: () => import('./pages/areas/OrgsPage.vue') },
  { path: '/bodies', title: '班子和任期', group: '居民与队伍', icon: 'calendar', for: 'manage', view: () => import('./pages/bodies/BodiesPage.vue') },
  { path: '/patrols', title: '巡查计划', group: '居民与队伍', icon: 'calendar', for: 'desk', view: () => import('./pages/patrols/PlansPage.vue') },
  { path: '/linkages', title: '包联和下沉', group: '居民与队伍', icon: 'people', for: 'manage', view: () => import('./pages/linkages/LinkagesPage.vue') },
  { path: '/roster', title: '导入花名册', group: '居民与队伍', icon: 'up', for: 'manage', view: () => import('./pages/roster/ImportPage.vue') },
  { path: '/routes', title: '分派规则', group: '设置', icon: 'merge', for: 'territory', view: () => import('./pages/rules/RoutesPage.vue') },
  { path: '/hours', title: '工作时间', group: '设置', icon: 'calendar', for: 'territory', view: () => import('./pages/rules/HoursPage.vue') },
  { path: '/alerts', title: '提醒步骤', group: '设置', icon: 'bell', for: 'desk', view: () => import('./pages/rules/AlertsPage.vue') },
  { path: '/boards', title: '公示牌', group: '设置', icon: 'print', for: 'desk', view: () => import('./pages/rules/BoardsPage.vue') },
  { path: '/places', title: '场所', group: '设置', icon: 'home', for: 'office', view: () => import('./pages/places/PlacesPage.vue') },
  { path: '/services', title: '服务和时间', group: '设置', icon: 'scissors', for: 'desk', view: () => import('./pages/services/ServicesPage.vue') },
  { path: '/templates', title: '回复模板', group: '设置', icon: 'chat', for: 'territory', view: () => import('./pages/rules/TemplatesPage.vue') },
  { path: '/setup', title: '开始使用', group: '设置', icon: 'check', for: 'manage', view: () => import('./pages/setup/SetupPage.vue') },
  { path: '/words', title: '词表', group: '设置', icon: 'list', for: 'territory', view: () => import('./pages/words/WordsPage.vue') },
  { path: '/names', title: '类别叫法', group: '设置', icon: 'list', for: 'territory', view: () => import('./pages/words/NamesPage.vue') },
  { path: '/chips', title: '评价选项', group: '设置', icon: 'star', for: 'office', view: () => import('./pages/words/ChipsPage.vue') },
  { path: '/care/rules', title: '走访规则', group: '设置', icon: 'heart', for: 'territory', view: () => import('./pages/care/RulesPage.vue') },
  { path: '/cadences', title: '周期工作', group: '设置', icon: 'clock', for: 'oversee', view: () => import('./pages/cadences/CadencesPage.vue') },
  { path: '/notices', title: '通知用语', group: '设置', icon: 'sound', for: 'territory', view: () => import('./pages/rules/NoticesPage.vue') },
  { path: '/bulletins', title: '公告', group: '公开', icon: 'sound', for: 'office', view: () => import('./pages/rules/BulletinsPage.vue') },
  { path: '/satisfaction', title: '满意度', group: '公开', icon: 'star', for: 'office', view: () => import('./pages/lists/SatisfactionPage.vue') },
  { path: '/figures', title: '用量和考评', group: '公开', icon: 'star', for: 'work', view: () => import('./pages/lists/FiguresPage.vue') },
  { path: '/publicities', title: '公示', group: '公开', icon: 'flag', for: 'office', count: { of: 'objections', list: 'open' }, view: () => import('./pages/lists/PublicitiesPage.vue') },
  { path: '/ledgers', title: '台账', group: '公开', icon: 'list', for: 'office', view: () => import('./pages/ledgers/LedgersPage.vue') },
  { path: '/switches', title: '政策开关', group: '公开', icon: 'shield', for: 'oversee', view: () => import('./pages/switches/SwitchesPage.vue') },
  { path: '/readings', title: '谁看过', group: '公开', icon: 'shield', for: 'oversee', view: () => import('./pages/readings/ReadingsPage.vue') },
  { path: '/login', title: '登录', bare: true, open: true, view: () => import('./pages/login/LoginPage.vue') },
  { path: '/desks', title: '登录的电脑', view: () => import('./pages/login/MyDesks.vue') },
  { path: '/nothing', title: '没有可以办理的', view: () => import('./pages/login/NothingHere.vue') },
]

const mayOpen = (p: Page): boolean => ([] as Power[]).concat(p.for ?? []).every(may)
/** The pages of the menu that I may open. */
export const myPages = (): Page[] => pages.filter((p) => p.group && mayOpen(p))

export const router = createRouter({
  history: createWebHistory('/office/'),
  routes: [
    { path: '/', component: () => import('./pages/login/NothingHere.vue') }, // the guard leads to the first page that I may open
    ...pages.map((p): RouteRecordRaw => ({ path: p.path, name: p.path, component: p.view as any, meta: { page: p, bare: p.bare } })),
    { path: '/:rest(.*)', redirect: '/' },
  ],
})

router.beforeEach(async (to, from) => {
  if (from.query.as && !to.query.as) return { ...to, query: { ...to.query, as: from.query.as } } // the demo's person stays
  const page = to.meta.page as Page | undefined
  if (page?.open) return true
  if (!session.token || !session.person) {
    if (typeof page?.view === 'function') void (page.view as () => Promise<unknown>)().catch(() => {}) // fetched while the login is asked for
    try {
      await signIn()
    } catch {
      return { path: '/login', query: { as: to.query.as, to: to.fullPath } }
    }
  }
  if (to.path === '/') return { path: myPages()[0]?.path ?? '/nothing', query: to.query }
  if (page && !mayOpen(page)) return { path: '/nothing', query: to.query }
  return true
})
router.afterEach((to) => { setTitle(`${(to.meta.page as Page | undefined)?.title ?? '邻里'} · 邻里办公端`) })
