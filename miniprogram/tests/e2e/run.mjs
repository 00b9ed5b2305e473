// Browser tests of both clients against the real server: node tests/e2e/run.mjs [file …]
// The server is ../bin/linli, or LINLI; it must have been built after the pages (scripts/clients.sh, then go build).
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:net'
import { join, resolve } from 'node:path'

const here = import.meta.dirname
const program = process.env.LINLI ?? resolve(here, '../../../bin/linli')
if (!existsSync(program)) {
  console.error(`there is no ${program}: build it first`)
  process.exit(2)
}
const chosen = process.argv.slice(2)
const wanted = (file) => (chosen.length ? chosen.some((c) => file.startsWith(c)) : !file.startsWith('shots')) // pictures are no test
const files = readdirSync(here).filter((f) => f.endsWith('.test.mjs') && wanted(f)).map((f) => join(here, f))

const port = await freePort()
const base = `http://127.0.0.1:${port}`
const demo = spawn(program, ['demo', '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'ignore', 'inherit'] })
process.on('exit', () => demo.kill())
await ready()
await fetch(`${base}/demo/director/morning`, { method: 'POST' }) // what a test finds must not hang on the hour it is run at
// One file after the other: they share a county, and its clock.
const ran = spawnSync(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', ...files], { stdio: 'inherit', env: { ...process.env, BASE: base } })
demo.kill('SIGINT')
process.exit(ran.status ?? 1)

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}

async function ready() {
  for (let i = 0; i < 600; i++) {
    try {
      if ((await fetch(`${base}/readyz`)).ok) return
    } catch { /* not yet */ }
    await new Promise((done) => { setTimeout(done, 200) })
  }
  throw new Error('the demo did not start')
}
