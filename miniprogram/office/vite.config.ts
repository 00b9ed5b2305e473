// The build of the desk (办公端), a web application for PC browsers: npm run build:office
import { resolve } from 'node:path'
import { defineConfig, type Plugin } from 'vite'
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

const smallerForms: Plugin = { name: 'smaller-forms', closeBundle: () => compress(out) }

export default defineConfig({
  root: import.meta.dirname,
  base: '/office/',
  plugins: [conditions, vue(), smallerForms],
  define: { 'import.meta.env.VITE_APP_NAME': '"office"' },
  css: { preprocessorOptions: { scss: { silenceDeprecations: ['legacy-js-api', 'import'] } as any } },
  build: {
    outDir: out, emptyOutDir: true, chunkSizeWarningLimit: 900,
    target: 'chrome80', cssTarget: 'chrome80', // the 360 and QQ browsers of offices
  },
  server: { proxy: { '/api': { target: process.env.API_ORIGIN ?? 'http://127.0.0.1:8080', changeOrigin: true }, '/demo': process.env.API_ORIGIN ?? 'http://127.0.0.1:8080' } },
})
