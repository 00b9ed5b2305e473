// One Chinese word for one idea in all texts for people (docs/decisions.md).
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { expect, it } from 'vitest'

const root = resolve(__dirname, '../../..')
const places = ['miniprogram/resident', 'miniprogram/staff', 'miniprogram/packages/shared', 'app', 'handlers', 'wxmsg', 'docs/manual.zh-CN.md', 'README.zh-CN.md']
const read = /\.(vue|ts|json|go|js|html|yaml|md)$/

function* files(at: string): Generator<string> {
  if (read.test(at)) return yield at
  for (const e of readdirSync(at, { withFileTypes: true })) {
    if (['node_modules', 'schema.d.ts', 'intent'].includes(e.name) || e.name.endsWith('_test.go')) continue // intent reads what people say
    if (e.isDirectory()) yield* files(join(at, e.name))
    else if (read.test(e.name)) yield join(at, e.name)
  }
}

/** The word of an idea, and the words it replaces. */
const others: Record<string, RegExp> = {
  已超时: /超期|超过了?时限/, 按时: /来得及(?!时)/, 服务用量: /(服务|\*\*)使用情况/, 长辈模式: /大字模式|老年模式|关怀模式/, 谁在办: /['"]由谁['"]/, 事件: /诉求(?!解答)/, 网格中心: /市网格中心|市中心/,
}

it('one idea has one word', () => {
  const wrong: string[] = []
  for (const file of places.flatMap((p) => [...files(join(root, p))])) {
    readFileSync(file, 'utf8').split('\n').forEach((line, i) => {
      for (const [word, not] of Object.entries(others)) if (not.test(line)) wrong.push(`${file.slice(root.length + 1)}:${i + 1}: ${line.match(not)![0]}, say ${word}`)
    })
  }
  expect(wrong).toEqual([])
})
