import { spawnSync } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const root = resolve(import.meta.dirname, '../..')

/** The output of the check after the residents' mini-program was damaged. */
function checked(spoil: (folder: string) => void): { status: number | null; said: string } {
  const folder = mkdtempSync(join(tmpdir(), 'linli-mp-'))
  try {
    cpSync(join(root, 'dist/mp-weixin/resident'), folder, { recursive: true })
    spoil(folder)
    const ran = spawnSync(process.execPath, [join(root, 'scripts/check-mp.mjs'), folder])
    return { status: ran.status, said: String(ran.stdout) }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

it('the check accepts the build', () => expect(checked(() => {})).toMatchObject({ status: 0 }))

it.each([
  ['a page without its script', /home\/index\.js is missing/, (f: string) => rmSync(join(f, 'pages/home/index.js'))],
  ['wxml that cannot be compiled', /wcc/, (f: string) => appendFileSync(join(f, 'pages/home/index.wxml'), '<view')],
  ['wxss that cannot be compiled', /wcsc/, (f: string) => appendFileSync(join(f, 'app.wxss'), '.a{')],
  ['a browser\'s document', /uses document/, (f: string) => appendFileSync(join(f, 'pages/home/index.js'), ';document.title')],
  ['a call that WeChat does not have', /uni\.fly is no call/, (f: string) => appendFileSync(join(f, 'pages/home/index.js'), ';e.index.fly()')],
  ['a main package for which the first page waits long', /main is larger than 1.2 MB/, (f: string) => writeFileSync(join(f, 'large.json'), JSON.stringify('x'.repeat(1.2 * (1 << 20))))],
  ['a large main package', /main is larger than 2 MB/, (f: string) => writeFileSync(join(f, 'large.json'), JSON.stringify('x'.repeat(2 << 20)))],
  ['no question about privacy', /__usePrivacyCheck__/, (f: string) => writeFileSync(join(f, 'app.json'), readFileSync(join(f, 'app.json'), 'utf8').replace('"__usePrivacyCheck__": true', '"__usePrivacyCheck__": false'))],
])('the check finds %s', (_, says, spoil) => {
  const found = checked(spoil)
  expect(found.said).toMatch(says)
  expect(found.status).toBe(1)
}, 30_000)
