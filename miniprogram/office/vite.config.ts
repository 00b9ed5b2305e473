// The build of the desk (办公端), a web application for PC browsers: npm run build:office
import { resolve } from 'node:path'
import { defineConfig, type Plugin, type Rollup } from 'vite'
import vue from '@vitejs/plugin-vue'
import cli from '@dcloudio/uni-cli-shared'
import { compress } from '../scripts/compress.mjs'

const out = resolve(import.meta.dirname, '../dist/h5/office')

// The conditions (#ifdef) of the shared code: the desk is a web page (H5), and OFFICE where it differs from the telephones'.
cli.initPreContext('h5', { OFFICE: true } as any)
const conditions: Plugin = {
  name: 'conditions',
  enforce: 'pre',
  transform(code, id) {
    if (!/packages\/shared\//.test(id) || !code.includes('#if')) return
    return { code: /\.vue$/.test(id) ? cli.preHtml(cli.preJs(code)) : cli.preJs(code), map: null }
  },
}

/** Everything that the module needs to be evaluated. */
function needsOf(start: string, of: (id: string) => readonly string[]): Set<string> {
  const all = new Set([start])
  for (const id of all) for (const next of of(id)) all.add(next)
  return all
}

const library = 'element-plus/es/index.mjs'

/** The modules that one imports; of the component library only the components that it names. */
function importsOf(id: string, of: (id: string) => Rollup.ModuleInfo | null): string[] {
  const ids = of(id)?.importedIds ?? [], whole = ids.find((one) => one.endsWith(library))
  if (!whole) return [...ids]
  const lines = (one: string): any[] => (of(one)?.ast as any)?.body ?? []
  const wanted = lines(id).filter((line) => line.type === 'ImportDeclaration' && line.source.value === 'element-plus').flatMap((line) => line.specifiers.map((s: any) => s.imported.name))
  const named = lines(whole).filter((line) => line.source && line.specifiers?.some((s: any) => wanted.includes(s.exported?.name)))
  return [...ids.filter((one) => one !== whole), ...named.map((line) => resolve(whole, '..', line.source.value))]
}

/** Whether it belongs to the page that most people open first. */
const isInbox = (id: string | null) => !!id?.endsWith('/reports/ReportInbox.vue')

let frame: Set<string> | undefined, inbox: Set<string> | undefined
/**
 * What every page needs is one file, the inbox another, and a third has the parts of the component library that the frame and
 * the inbox do not need to be shown: a page is there after few requests, and does not wait for calendars and dialogs.
 */
const manualChunks: Rollup.GetManualChunk = (id, { getModuleInfo, getModuleIds }) => {
  const needed = (start: string) => needsOf(start, (one) => importsOf(one, getModuleInfo))
  frame ??= needed(resolve(import.meta.dirname, 'main.ts'))
  inbox ??= needed([...getModuleIds()].find(isInbox)!)
  if (frame.has(id)) return 'desk'
  if (inbox.has(id)) return 'inbox'
  if (/element-plus\/es\/components\/table|normalize-wheel|echarts|zrender/.test(id)) return undefined // few pages have them
  return /node_modules\/(element-plus|@element-plus|dayjs|lodash-es|@vueuse|@popperjs)\//.test(id) ? 'kit' : undefined
}

/** The inbox is fetched together with the program instead of after it. */
const inboxEarly: Plugin = {
  name: 'inbox-early',
  enforce: 'post',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const chunks = Object.values(bundle ?? {}).filter((file): file is Rollup.OutputChunk => file.type === 'chunk')
      const chunk = chunks.find((one) => one.moduleIds.some(isInbox))
      if (!chunk) return html
      const files = [{ href: chunk.fileName, rel: 'modulepreload' }, ...[...(chunk as any).viteMetadata.importedCss as Set<string>].map((href) => ({ href, rel: 'preload', as: 'style' }))]
        .map((file) => ({ ...file, href: `/office/${file.href}`, crossOrigin: '' }))
      // Before the stylesheet of the program, for which a script would wait. Preloaded only: styles apply in the order in which they are put in.
      return html.replace('<script type="module"', `<script>
      if (/^\\/office\\/(reports)?$/.test(location.pathname)) for (const file of ${JSON.stringify(files)}) document.head.append(Object.assign(document.createElement('link'), file))
    </script>
    <script type="module"`)
    },
  },
}

const smallerForms: Plugin = { name: 'smaller-forms', closeBundle: () => compress(out) }

export default defineConfig({
  root: import.meta.dirname,
  base: '/office/',
  plugins: [conditions, vue(), inboxEarly, smallerForms],
  define: { 'import.meta.env.VITE_APP_NAME': '"office"' },
  css: { preprocessorOptions: { scss: { silenceDeprecations: ['legacy-js-api', 'import'] } as any } },
  build: {
    outDir: out, emptyOutDir: true, chunkSizeWarningLimit: 900,
    rollupOptions: { output: { manualChunks } },
    target: 'chrome80', cssTarget: 'chrome80', // the 360 and QQ browsers of offices
  },
  server: { proxy: { '/api': { target: process.env.API_ORIGIN ?? 'http://127.0.0.1:8080', changeOrigin: true }, '/demo': process.env.API_ORIGIN ?? 'http://127.0.0.1:8080' } },
})
