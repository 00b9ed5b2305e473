// The entries of the first page, each with the staff who see it.
import type { Power } from '@linli/shared/work/powers'

export interface Entry { name: string; icon: string; url?: string; do?: 'scan'; for: Power }

export const entries: Entry[] = [
  { name: '今天', icon: 'check', url: '/work/today/index', for: 'posted' },
  { name: '记一笔', icon: 'edit', url: '/work/note/index', for: 'posted' },
  { name: '巡查', icon: 'pin', url: '/work/patrol/index', for: 'territory' },
  { name: '我看到', icon: 'camera', url: '/work/find/index', for: 'territory' },
  { name: '我的工作', icon: 'list', url: '/work/mine/index', for: 'posted' },
  { name: '代录事件', icon: 'edit', url: '/report/enter/index', for: 'work' },
  { name: '扫码签到', icon: 'scan', do: 'scan', for: 'keep' },
  { name: '吹哨', icon: 'whistle', url: '/report/whistles/index', for: 'whistle' },
  { name: '求助', icon: 'heart', url: '/people/calls/index', for: 'territory' },
  { name: '居民咨询', icon: 'chat', url: '/office/inquiries/index', for: 'territory' },
  { name: '居民', icon: 'user', url: '/people/residents/index', for: 'keep' },
  { name: '家人关系', icon: 'people', url: '/people/families/index', for: 'keep' },
  { name: '走访', icon: 'heart', url: '/office/care/index', for: 'keep' },
  { name: '新搬来', icon: 'home', url: '/office/households/index', for: 'keep' },
  { name: '楼栋房间', icon: 'building', url: '/office/rooms/index', for: 'territory' },
  { name: '借还', icon: 'umbrella', url: '/office/loans/index', for: 'keep' },
  { name: '任职和推选', icon: 'star', url: '/people/posts/index', for: 'manage' },
  { name: '红管家值守', icon: 'shield', url: '/people/stewards/index', for: 'territory' },
  { name: '公示牌', icon: 'building', url: '/people/boards/index', for: 'desk' },
  { name: '公告', icon: 'sound', url: '/office/bulletins/index', for: 'office' },
  { name: '场所', icon: 'pin', url: '/office/places/index', for: 'office' },
  { name: '时间表', icon: 'calendar', url: '/session/timetable/index', for: 'desk' },
  { name: '待审照片', icon: 'camera', url: '/report/photos/index', for: 'desk' },
  { name: '回复模板', icon: 'chat', url: '/report/templates/index', for: 'territory' },
  { name: '台账', icon: 'list', url: '/office/ledgers/index', for: 'office' },
  { name: '服务用量', icon: 'star', url: '/office/usage/index', for: 'office' },
  { name: '七个一', icon: 'calendar', url: '/work/cadence/index', for: 'oversee' },
  { name: '周汇报', icon: 'send', url: '/work/weeks/index', for: 'office' },
  { name: '网格巡查', icon: 'pin', url: '/work/patrols/index', for: 'desk' },
  { name: '网格工作', icon: 'flag', url: '/work/tallies/index', for: 'desk' },
  { name: '考评数据', icon: 'flag', url: '/office/figures/index', for: 'work' },
  { name: '工作交接', icon: 'back', url: '/people/handover/index', for: 'posted' },
]
