import { defineConfig, type Plugin } from 'vite'
import uni from '@dcloudio/vite-plugin-uni'

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

/**
 * The first page is loaded together with the framework instead of after it: one round trip less on a slow network. The names
 * of the others are for util/early.ts, which loads them later.
 */
const firstPageEarly: Plugin = {
  name: 'first-page-early',
  enforce: 'post',
  transformIndexHtml: {
    order: 'post',
    handler(html, { bundle }) {
      const chunks = Object.values(bundle ?? {}).filter((file) => file.type === 'chunk')
      const first = chunks.find((chunk) => chunk.facadeModuleId?.includes('/pages/home/index.vue'))
      if (!first) return html
      const scripts = new Set<string>()
      const visit = (name: string) => {
        const chunk = chunks.find((one) => one.fileName === name)
        if (!chunk || chunk.isEntry || scripts.has(name)) return
        scripts.add(name)
        chunk.imports.forEach(visit)
      }
      visit(first.fileName)
      const early = [...scripts].map((name) => `<link rel="modulepreload" crossorigin href="./${name}">`)
      const later = chunks.filter((chunk) => !chunk.isEntry && !scripts.has(chunk.fileName)).map((chunk) => `<link rel="later" href="./${chunk.fileName}">`)
      // Placed after the entries of the loading page, which can then be tapped before the stylesheet has arrived.
      const style = html.match(/ *<link rel="stylesheet"[^>]*>\n?/)?.[0] ?? ''
      return html.replace(style, '').replace('    <div id="app">', `${style}    <div id="app">`).replace('</head>', `  ${[...early, ...later].join('\n    ')}\n  </head>`)
    },
  },
}

export default defineConfig({
  plugins: [uniPlugin(), noForeignCss, firstPageEarly],
  optimizeDeps: { exclude: ['@linli/shared'] }, // source, not a package to bundle in advance
  css: { preprocessorOptions: { scss: { silenceDeprecations: ['legacy-js-api', 'import'] } as any } },
  // One stylesheet, so that later pages need not wait for theirs.
  build: { sourcemap: false, chunkSizeWarningLimit: 900, cssCodeSplit: false },
  server: { proxy: { '/api': { target: process.env.API_ORIGIN ?? 'http://127.0.0.1:8080', changeOrigin: true } } },
})
