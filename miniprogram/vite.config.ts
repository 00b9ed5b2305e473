import { defineConfig, type Plugin, type Rollup } from 'vite'
import uni from '@dcloudio/vite-plugin-uni'
import { divide } from './scripts/divide'

// vite-plugin-uni is CommonJS; under "type":"module" its default export is nested one level down.
const uniPlugin: typeof uni = (uni as any).default ?? uni

/** uni-h5's stylesheet loads shadows of the navigation bar from its vendor's CDN: a self-hosted product must not. */
const noForeignCss: Plugin = {
  name: 'no-foreign-css',
  enforce: 'post',
  generateBundle(_, bundle) {
    for (const file of Object.values(bundle)) {
      if (file.type === 'asset' && file.fileName.endsWith('.css')) {
        file.source = String(file.source).replace(/url\(["']?https:\/\/cdn\.dcloud\.net\.cn[^)]*\)/g, 'none')
      }
    }
  },
}

/** What the framework needs to show the first pages; the editors, pickers, scrolled lists and picture viewers come with the pages that have them. */
const firstNeeds = [
  'plugin', 'setupApp', 'setupWindow', 'setupPage', 'PageComponent', 'useI18n', 'getLocale', 'getApp', 'getCurrentPages', 'upx2px',
  'View', 'Text', 'Image', 'Button', 'setPageMeta', 'pageScrollTo', 'hideTabBar', 'navigateTo', 'switchTab', 'getWindowInfo', 'getSystemInfoSync',
  'getStorageSync', 'setStorageSync', 'removeStorageSync', 'request', 'uploadFile', 'chooseImage', 'showToast', 'showModal', 'stopPullDownRefresh',
  'onNetworkStatusChange', 'onWindowResize', '$on', '$off', '$emit',
  ...(process.env.VITE_APP_NAME === 'staff' ? ['scanCode', 'Textarea', 'ScrollView', 'Picker'] : []),
]
const runtime = '@dcloudio/uni-h5', foundation = /@dcloudio\/(uni-i18n|uni-shared|uni-h5-vue)\//, runtimeFile = /uni-h5\/dist\/uni-h5\.es\.js$/, parts = { first: '\0uni-h5-first', rest: '\0uni-h5-rest' }

let divided: ReturnType<typeof divide> | undefined

/** uni-h5 is one module, which would be loaded whole before the first page. */
function dividedRuntime(): Plugin {
  let from = '', ready: () => void
  const transformed = new Promise<void>((done) => { ready = done })
  return {
    name: 'divided-runtime',
    apply: 'build',
    enforce: 'post',
    resolveId(source, importer, options) {
      if (source === parts.first || source === parts.rest) return { id: source, moduleSideEffects: source === parts.first }
      if (source === runtime && foundation.test(importer ?? '')) return parts.first // which needs it
      if (importer === parts.first || importer === parts.rest) return this.resolve(source, from, { ...options, skipSelf: true })
    },
    async load(id) {
      if (id !== parts.first && id !== parts.rest) return
      await transformed
      return id === parts.first ? divided!.first : divided!.rest
    },
    transform(code, id) {
      if (!runtimeFile.test(id) || process.env.UNI_PLATFORM !== 'h5') return
      from = id
      divided = divide(this.parse(code), code, { self: runtime, ...parts, wanted: firstNeeds })
      ready()
      return { code: divided.door, map: null, moduleSideEffects: false }
    },
  }
}

/** The first page is in the same file as the program: one round trip and five requests less on a slow network. */
const firstFile: Rollup.GetManualChunk = (id, { getModuleInfo, getModuleIds }) => {
  if (!together) {
    together = new Set([...getModuleIds()].filter((one) => isFirst(one) || one.endsWith('/index.html')))
    for (const one of together) for (const next of getModuleInfo(one)?.importedIds ?? []) if (next !== parts.rest) together.add(next)
    const late = [...together].flatMap((one) => importsFrom(runtime, getModuleInfo(one)?.ast)).filter((name) => divided?.places.get(name) === parts.rest)
    if (late.length) throw new Error(`the first page needs more of ${runtime}: add ${[...new Set(late)].join(', ')} to firstNeeds`)
  }
  return together.has(id) ? 'index' : id === parts.rest ? 'runtime' : undefined
}
let together: Set<string> | undefined
const importsFrom = (source: string, tree: any): string[] => (tree?.body ?? []).filter((line: any) => line.source?.value === source).flatMap((line: any) => line.specifiers.map((s: any) => s.imported?.name))
const isFirst = (id: string) => id.includes('/pages/home/index.vue')

/** The names of the other files are for util/early.ts, which loads them later. */
const othersLater: Plugin = {
  name: 'others-later',
  enforce: 'post',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const others = Object.values(bundle ?? {}).filter((file) => file.type === 'chunk' && !file.isEntry)
      const later = others.map((file) => `<link rel="later" href="./${file.fileName}">`)
      // Placed after the entries of the loading page, which can then be tapped before the stylesheet has arrived.
      const style = html.match(/ *<link rel="stylesheet"[^>]*>\n?/)?.[0] ?? ''
      return html.replace(style, '').replace('    <div id="app">', `${style}    <div id="app">`).replace('</head>', `  ${later.join('\n    ')}\n  </head>`)
    },
  },
}

export default defineConfig({
  plugins: [uniPlugin(), dividedRuntime(), noForeignCss, othersLater],
  optimizeDeps: { exclude: ['@linli/shared'] }, // source, not a package to bundle in advance
  css: { preprocessorOptions: { scss: { silenceDeprecations: ['legacy-js-api', 'import'] } as any } },
  // One stylesheet, so that later pages need not wait for theirs.
  build: { sourcemap: false, chunkSizeWarningLimit: 900, cssCodeSplit: false, ...(process.env.UNI_PLATFORM === 'h5' ? { rollupOptions: { output: { manualChunks: firstFile } } } : {}) },
  server: { proxy: { '/api': { target: process.env.API_ORIGIN ?? 'http://127.0.0.1:8080', changeOrigin: true } } },
})
