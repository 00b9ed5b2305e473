// Browser tests of both clients against the real server: node tests/e2e/run.mjs [file …]
// The server is ../bin/linli, or LINLI; it must have been built after the pages (scripts/clients.sh, then go build).
// Files run in parallel, as many as there are cores or E2E_LANES says. Each file has a county and a clock of its own: what one
// decides is not there for the next. Tests that measure time run alone at the end.
import { spawn } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { createServer } from 'node:net'
import { availableParallelism } from 'node:os'
import { join, resolve } from 'node:path'

const here = import.meta.dirname
const program = process.env.LINLI ?? resolve(here, '../../../bin/linli')
if (!existsSync(program)) {
  console.error(`${program} is missing: build it first`)
  process.exit(2)
}
const chosen = process.argv.slice(2)
const wanted = (file) => (chosen.length ? chosen.some((c) => file.startsWith(c)) : !file.startsWith('shots')) // screenshots are no test
const first = ['accessibility'] // the longest; the others are sorted by size
const files = readdirSync(here).filter((f) => f.endsWith('.test.mjs') && wanted(f))
  .sort((a, b) => first.some((f) => b.startsWith(f)) - first.some((f) => a.startsWith(f)) || statSync(join(here, b)).size - statSync(join(here, a)).size)
const alone = files.filter((f) => f.startsWith('speed')), queue = files.filter((f) => !alone.includes(f))

const servers = new Set()
process.on('exit', () => servers.forEach((demo) => demo.kill()))
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1))

let status = 0
const began = Date.now(), total = { pass: 0, fail: 0 }
const most = Number(process.env.E2E_LANES) || availableParallelism()
await Promise.all(Array.from({ length: Math.max(1, Math.min(most, queue.length)) }, () => lane(() => queue.shift())))
await lane(() => alone.shift())
console.log(`${total.pass} passed, ${total.fail} failed in ${Math.round((Date.now() - began) / 1000)} s`)
process.exit(status)

/** Runs files, one after the other, each on a server of its own. */
async function lane(next) {
  for (let file = next(); file; file = next()) {
    const { base, demo } = await start()
    await run(file, base)
    servers.delete(demo)
    demo.kill()
  }
}

/** Runs one file and prints its output at the end. */
function run(file, base) {
  return new Promise((done) => {
    const test = spawn(process.execPath, ['--test', '--test-concurrency=1', '--test-reporter=spec', join(here, file)], { env: { ...process.env, BASE: base } })
    let said = ''
    for (const stream of [test.stdout, test.stderr]) stream.on('data', (bytes) => { said += bytes })
    test.on('close', (code) => {
      const count = (word) => Number(said.match(new RegExp(`^ℹ ${word} (\\d+)`, 'm'))?.[1] ?? 0)
      total.pass += count('pass')
      total.fail += count('fail') || (code ? 1 : 0)
      status ||= code ?? 1
      console.log(`── ${file}\n${said.replace(/^ℹ .*\n/gm, '')}`)
      done()
    })
  })
}

/** Starts a demo at half past nine of its day; resolves to its address and its process. */
async function start() {
  const port = await freePort(), base = `http://127.0.0.1:${port}`
  const demo = spawn(program, ['demo', '--listen', `127.0.0.1:${port}`], { stdio: ['ignore', 'ignore', 'inherit'] })
  servers.add(demo)
  await ready(base)
  await fetch(`${base}/demo/director/morning`, { method: 'POST' }) // tests must not depend on the hour
  return { base, demo }
}

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1')
  await new Promise((done) => server.once('listening', done))
  const { port } = server.address()
  await new Promise((done) => server.close(done))
  return port
}

async function ready(base) {
  for (let i = 0; i < 600; i++) {
    try {
      if ((await fetch(`${base}/readyz`)).ok) return
    } catch { /* not yet */ }
    await new Promise((done) => { setTimeout(done, 200) })
  }
  throw new Error('the demo did not start')
}
