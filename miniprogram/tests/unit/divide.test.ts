import { parseAst } from 'rollup/parseAst'
import { describe, expect, it } from 'vitest'
import { divide } from '../../scripts/divide'

const names = { self: 'whole', first: 'a', rest: 'b' }
const divided = (code: string, ...wanted: string[]) => divide(parseAst(code), code, { ...names, wanted })

describe('a divided module', () => {
  it('has first what the first page needs, and imports it from there', () => {
    const d = divided("import { x, y } from 'vue'\nconst shared = x()\nfunction View() { return shared }\nfunction Picker() { return shared + y + View }\nexport { View, Picker as P }", 'View')
    expect(d.places).toEqual(new Map([['View', 'a'], ['P', 'b']]))
    expect(d.first).toBe('import { x as x } from "vue";\nconst shared = x()\nfunction View() { return shared }\nexport { shared, View };')
    expect(d.rest).toBe('import { y as y } from "vue";\nimport { shared, View } from "a";\nfunction Picker() { return shared + y + View }\nexport { Picker, Picker as P };')
    expect(d.door).toBe('export { View as View } from "a";\nexport { Picker as P } from "b";')
  })
  it('keeps a variable together with what changes it', () => {
    const d = divided('let n = 0\nconst get = () => n\nconst add = () => { n++ }\nconst other = 1\nexport { get, add, other }', 'get')
    expect([...d.places]).toEqual([['get', 'a'], ['add', 'a'], ['other', 'b']])
  })
  it('keeps a class together with its methods, and what acts when it is loaded first', () => {
    const d = divided('function Spring() {}\nSpring.prototype.x = function () { return step }\nconst step = 1\nconst noise = () => 0\nif (noise()) globalThis.y = 1\nexport { Spring, step }')
    expect([...d.places]).toEqual([['Spring', 'b'], ['step', 'b']])
    expect(d.first).toContain('if (noise())')
    expect(d.rest).toContain('Spring.prototype.x')
    expect(divided('function Spring() {}\nSpring.prototype.x = function () { return step }\nconst step = 1\nexport { Spring, step }', 'Spring').places.get('step')).toBe('a')
  })
  it('finds what a module imports from itself', () => {
    const d = divided("import { now as own } from 'whole'\nfunction clock() {}\nfunction View() { return own() }\nexport { clock as now, View }", 'View')
    expect(d.places.get('now')).toBe('a')
    expect(d.first).toContain('import { clock as own } from "a";')
  })
  it('says what it cannot do', () => {
    expect(() => divided('export const a = 1')).toThrow(/cannot divide: export const a/)
    expect(() => divided('const a = 1\nexport { a }', 'b')).toThrow(/b is no export/)
  })
})
