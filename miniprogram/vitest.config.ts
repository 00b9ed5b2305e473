import { defineConfig, type Plugin } from 'vitest/config'
import vue from '@vitejs/plugin-vue'
import cli from '@dcloudio/uni-cli-shared'

// The same preprocessor for #ifdef as in the build; UNI_TEST_PLATFORM is h5 (default) or mp-weixin.
cli.initPreContext((process.env.UNI_TEST_PLATFORM ?? 'h5') as any, {})
const conditions: Plugin = {
  name: 'uni-ifdef',
  enforce: 'pre',
  transform(code, id) {
    if (!/packages\/shared|resident\/|staff\/|office\//.test(id) || !code.includes('#if')) return
    return { code: /\.vue$/.test(id) ? cli.preHtml(cli.preJs(code)) : cli.preJs(code), map: null }
  },
}
const native = ['view', 'text', 'image', 'scroll-view', 'page-meta']

export default defineConfig({
  plugins: [conditions, vue({ template: { compilerOptions: { isCustomElement: (tag) => native.includes(tag) } } })],
  test: {
    environment: 'jsdom', include: ['tests/unit/**/*.test.ts'], setupFiles: ['tests/unit/setup.ts'],
    server: { deps: { inline: [/@linli/] } }, testTimeout: 20_000,
  },
})
