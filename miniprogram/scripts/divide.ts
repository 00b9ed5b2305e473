// Divides a large module into what the first page needs and the rest. A bundler cannot: a module is one piece to it, and stands
// where its first user is, so that the first page would load every component of the framework.

interface Tree { body: any[] }
/** The module's own name (it may import itself), those of its parts, and the exports of the first one. */
interface Names { self: string; first: string; rest: string; wanted: string[] }
/** The texts of the parts, of the module that exports both, and where each export is. */
interface Divided { first: string; rest: string; door: string; places: Map<string, string> }
/** A statement: what it declares, and the module's names that it uses and changes. */
interface Unit { node: any; declared: string[]; acts: boolean; owner?: Unit; used: string[]; imported: string[]; changed: string[] }
interface Import { source: string; what: string; name: string }

/**
 * Divides a module's statements. `first` has what the exports in `wanted` need, and everything that acts when it is loaded;
 * `rest` has the others, and imports from `first`, never the other way round. `places` says where each export is.
 */
export function divide(tree: Tree, code: string, { self, first, rest, wanted }: Names): Divided {
  const units: Unit[] = [], home = new Map<string, Unit>(), imports = new Map<string, Import>(), exported = new Map<string, string>()
  for (const node of tree.body) {
    if (node.type === 'ImportDeclaration') {
      for (const s of node.specifiers) imports.set(s.local.name, { source: node.source.value, what: s.type === 'ImportSpecifier' ? `{ ${nameOf(s.imported)} as ${s.local.name} }` : s.type === 'ImportDefaultSpecifier' ? s.local.name : `* as ${s.local.name}`, name: s.type === 'ImportSpecifier' ? nameOf(s.imported) : '' })
      if (!node.specifiers.length) units.push({ node, declared: [], acts: true, used: [], imported: [], changed: [] })
    } else if (node.type === 'ExportNamedDeclaration' && !node.declaration && !node.source) {
      for (const s of node.specifiers) exported.set(nameOf(s.exported), nameOf(s.local))
    } else if (node.type.startsWith('Export')) {
      throw new Error(`cannot divide: ${code.slice(node.start, node.start + 80)}`)
    } else {
      units.push({ node, declared: declaredBy(node), acts: !/Declaration$/.test(node.type), used: [], imported: [], changed: [] })
    }
  }
  for (const unit of units) for (const name of unit.declared) home.set(name, unit)
  for (const unit of units) {
    const { used, changed } = namesIn(unit.node)
    unit.used = [...used].map((name) => (imports.get(name)?.source === self ? exported.get(imports.get(name)!.name)! : name)).filter((name) => home.has(name))
    unit.imported = [...used].filter((name) => imports.has(name))
    unit.changed = [...changed].filter((name) => home.has(name))
    const owner = unit.acts ? home.get(ownerOf(unit.node)) : undefined
    if (owner) Object.assign(unit, { acts: false, owner }) // A.prototype.b = …: it goes where A goes
  }

  const early = new Set<Unit>(), queue = units.filter((unit) => unit.acts)
  for (const name of wanted) {
    if (!exported.has(name)) throw new Error(`cannot divide: ${name} is no export`)
    queue.push(home.get(exported.get(name)!)!)
  }
  // A variable is changed only where it is declared: an import cannot be assigned to.
  const along = new Map<Unit, Unit[]>()
  const join = (unit: Unit, to: Unit) => { if (to !== unit) along.set(to, [...(along.get(to) ?? []), unit]) }
  for (const unit of units) {
    for (const name of unit.changed) join(unit, home.get(name)!)
    if (unit.owner) join(unit, unit.owner)
  }
  for (let unit = queue.pop(); unit; unit = queue.pop()) {
    if (early.has(unit)) continue
    early.add(unit)
    queue.push(...unit.used.map((name) => home.get(name)!), ...(along.get(unit) ?? []))
  }

  const late = units.filter((unit) => !early.has(unit))
  const placeOf = (name: string) => (early.has(home.get(name)!) ? first : rest)
  const text = (part: Unit[], of: string) => {
    const needs = new Set(part.flatMap((unit) => unit.imported)), here = new Set(part.flatMap((unit) => unit.declared))
    const lines = [...needs].map((name) => {
      const { source, what, name: original } = imports.get(name)!
      if (source !== self) return `import ${what} from ${JSON.stringify(source)};`
      return `import { ${exported.get(original)} as ${name} } from ${JSON.stringify(placeOf(exported.get(original)!))};`
    })
    const foreign = [...new Set(part.flatMap((unit) => unit.used))].filter((name) => !here.has(name))
    if (of === rest && foreign.length) lines.push(`import { ${foreign.join(', ')} } from ${JSON.stringify(first)};`)
    const aliases = [...exported].filter(([name, local]) => here.has(local) && !here.has(name)).map(([name, local]) => `${local} as ${name}`)
    return [...lines, ...part.map((unit) => code.slice(unit.node.start, unit.node.end)), `export { ${[...here, ...aliases].join(', ')} };`].join('\n')
  }
  const doors: Record<string, string[]> = { [first]: [], [rest]: [] }
  for (const [name, local] of exported) doors[placeOf(local)].push(`${local} as ${name}`)
  return {
    first: text(units.filter((unit) => early.has(unit)), first),
    rest: text(late, rest),
    door: [first, rest].map((part) => `export { ${doors[part].join(', ')} } from ${JSON.stringify(part)};`).join('\n'),
    places: new Map([...exported].map(([name, local]) => [name, placeOf(local)])),
  }
}

const nameOf = (node: any): string => node.name ?? node.value

function declaredBy(node: any): string[] {
  if (node.type === 'VariableDeclaration') return node.declarations.flatMap((d: any) => boundBy(d.id))
  return node.id ? [node.id.name] : []
}

/** The names that a pattern binds. */
function boundBy(pattern: any): string[] {
  switch (pattern?.type) {
    case 'Identifier': return [pattern.name]
    case 'ObjectPattern': return pattern.properties.flatMap((p: any) => boundBy(p.value ?? p.argument))
    case 'ArrayPattern': return pattern.elements.flatMap(boundBy)
    case 'AssignmentPattern': return boundBy(pattern.left)
    case 'RestElement': return boundBy(pattern.argument)
    default: return []
  }
}

/** The A of a statement like A.prototype.b = …, "" of others. */
function ownerOf(node: any): string {
  if (node.type !== 'ExpressionStatement' || node.expression.type !== 'AssignmentExpression') return ''
  let at = node.expression.left
  if (at.type !== 'MemberExpression') return ''
  while (at.type === 'MemberExpression') at = at.object
  return at.type === 'Identifier' ? at.name : ''
}

/** Every name that a statement reads or writes, those of its own variables included: too many do no harm. */
function namesIn(node: any): { used: Set<string>; changed: Set<string> } {
  const used = new Set<string>(), changed = new Set<string>()
  const visit = (n: any): void => {
    if (Array.isArray(n)) return n.forEach(visit)
    if (!n || typeof n.type !== 'string') return
    if (n.type === 'Identifier') used.add(n.name)
    if (n.type === 'AssignmentExpression') boundBy(n.left).forEach((name) => changed.add(name))
    if (n.type === 'UpdateExpression') boundBy(n.argument).forEach((name) => changed.add(name))
    if (n.type === 'ForInStatement' || n.type === 'ForOfStatement') boundBy(n.left).forEach((name) => changed.add(name))
    for (const [key, value] of Object.entries(n)) {
      const named = (key === 'property' || key === 'key') && !n.computed
      if (!named && value && typeof value === 'object') visit(value)
    }
  }
  visit(node)
  return { used, changed }
}
