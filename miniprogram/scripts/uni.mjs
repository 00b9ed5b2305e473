// Builds a client: node scripts/uni.mjs <dev|build> <resident|staff> <h5|mp-weixin>
//
// Environment of a build:
// VITE_API_ORIGIN     https://… of the service for the mini-programs (H5 uses its own origin)
//   WX_APPID_RESIDENT, WX_APPID_STAFF   the appid written into project.config.json
//   WX_VOICE_PLUGIN=1   the mini-program may use the platform's speech plugin (微信同声传译), added in the console
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { compress } from './compress.mjs'

const [command, app, platform] = process.argv.slice(2)
const root = resolve(import.meta.dirname, '..')
const input = resolve(root, app)
if (!existsSync(resolve(input, 'pages.json'))) {
  console.error(`no such app: ${app}`)
  process.exit(2)
}
const out = resolve(root, command === 'build' ? 'dist' : 'dist-dev', platform, app)
const env = {
  ...process.env,
  CI: process.env.CI || '1', // otherwise uni contacts its vendor's server at each build
  UNI_INPUT_DIR: input,
  VITE_ROOT_DIR: input,
  UNI_OUTPUT_DIR: out,
  VITE_APP_NAME: app,
  VITE_VOICE_PLUGIN: process.env.WX_VOICE_PLUGIN ?? '',
}
const args = [resolve(root, 'node_modules/@dcloudio/vite-plugin-uni/bin/uni.js')]
if (command === 'build') args.push('build')
args.push('-p', platform, '-c', resolve(root, 'vite.config.ts'))
const ran = spawnSync(process.execPath, args, { cwd: root, env, stdio: 'inherit' })
if (ran.status !== 0) process.exit(ran.status ?? 1)
if (command !== 'build') process.exit(0)

if (!existsSync(resolve(out, platform === 'h5' ? 'index.html' : 'app.json'))) {
  console.error('the build wrote nothing')
  process.exit(1)
}
if (platform === 'h5') compress(out)
if (platform === 'mp-weixin') configure()

/** Writes the settings of a deployment into the built mini-program, because manifest.json has no conditions. */
function configure() {
  // So that tests in Node can require() its files, which are CommonJS.
  writeFileSync(resolve(root, 'dist/mp-weixin/package.json'), '{"type":"commonjs"}\n')
  const id = process.env[`WX_APPID_${app.toUpperCase()}`]
  if (id) change('project.config.json', (project) => { project.appid = id })
  change('app.json', (settings) => {
    settings.__usePrivacyCheck__ = true
    if (process.env.WX_VOICE_PLUGIN === '1') {
      settings.plugins = { WechatSI: { version: '0.3.5', provider: 'wx069ba97219f66d99' } }
    }
  })
}

function change(name, how) {
  const file = resolve(out, name)
  const content = JSON.parse(readFileSync(file, 'utf8'))
  how(content)
  writeFileSync(file, JSON.stringify(content, null, 2))
}
