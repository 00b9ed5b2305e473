// Runs pages of the built mini-program with WeChat's own compiler of wxml (wcc) and component engine (exparser) under jsdom,
// and a simulated wx.
import { createRequire } from 'node:module'
import { resolve } from 'node:path'

const require = createRequire(import.meta.url)

export interface Asked { url: string; method: string; data?: any; header?: Record<string, string> }
export interface Answer { statusCode: number; data?: unknown }

/** Starts the mini-program; `answer` simulates the service. */
export function launch(app: 'resident' | 'staff', service: (asked: Asked) => Answer, fontScale = 1) {
  const root = resolve(import.meta.dirname, '../../dist/mp-weixin', app)
  const simulate = require('miniprogram-simulate') // defines the globals Component, Behavior and wx
  const g = globalThis as any, calls: [string, any][] = [], kept = new Map<string, unknown>(), stack: any[] = []
  const quiet = Object.fromEntries(['onAppShow', 'onAppHide', 'onNetworkStatusChange', 'stopPullDownRefresh', 'setStorage'].map((name) => [name, () => {}]))
  const noted = Object.fromEntries(['switchTab', 'navigateTo', 'showToast', 'showModal', 'chooseMedia', 'requestSubscribeMessage', 'scanCode'].map((name) =>
    [name, (o: any) => { calls.push([name, o]); o?.complete?.({}) }]))
  g.wx = {
    ...g.wx, ...quiet, ...noted,
    getAppBaseInfo: () => ({ language: 'zh_CN', fontSizeSetting: 16, fontSizeScaleFactor: fontScale }),
    getWindowInfo: () => ({ windowWidth: 375, screenWidth: 375, pixelRatio: 2, statusBarHeight: 20, safeArea: null }),
    getDeviceInfo: () => ({ platform: 'ios', system: 'iOS 17' }),
    getSystemInfoSync: () => ({ windowWidth: 375, pixelRatio: 2, platform: 'ios' }),
    canIUse: () => true, getLaunchOptionsSync: () => ({}), getEnterOptionsSync: () => ({}), getMenuButtonBoundingClientRect: () => ({}),
    getStorageSync: (key: string) => kept.get(key) ?? '', setStorageSync: (key: string, value: unknown) => kept.set(key, value),
    removeStorageSync: (key: string) => kept.delete(key),
    login: (o: any) => { calls.push(['login', o]); o.success?.({ code: 'code-of-wx' }); o.complete?.({}) },
    request: (o: any) => { setTimeout(() => { const r = service(o); o.success?.(r); o.complete?.(r) }, 0); return {} },
  }
  g.App = (o: any) => { g.theApp = Object.assign({ globalData: {} }, o) }
  g.getApp = () => g.theApp
  g.getCurrentPages = () => stack.slice()
  g.Page = () => {}
  require(`${root}/app.js`)
  g.theApp.onLaunch({ path: '', query: {}, scene: 1001 })
  return {
    calls, kept,
    async open(page: string, query: Record<string, string> = {}) {
      stack.push({ route: page, is: page, options: query, __wxExparserNodeId__: page })
      const shown = simulate.render(simulate.load(`${root}/${page}`, 'page', { rootPath: root, compiler: 'official' }))
      const box = document.createElement('div')
      shown.attach(box)
      shown.instance.onLoad?.(query)
      shown.instance.onShow?.()
      await simulate.sleep(120)
      return {
        shown, box,
        text: () => box.textContent!.replace(/\s+/g, ' '),
        /** The style of a page-meta, with the variables that pop-ups inherit. */
        html: () => box.innerHTML,
      }
    },
  }
}
