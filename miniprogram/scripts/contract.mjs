// The contract of the service as one document: the files of handlers/openapi, joined as handlers/contract.go joins them.
import { readFileSync, readdirSync } from 'node:fs'
import { resolve } from 'node:path'
import { load } from 'js-yaml'

const anchorsFile = 'anchors.yaml' // prepended to each other file, so that its anchors are defined there

/** Returns the contract from the files of a folder. A duplicate is an error. */
export function contractIn(folder) {
  const read = (name) => readFileSync(resolve(folder, name), 'utf8')
  const anchors = read(anchorsFile)
  const whole = load(anchors)
  const shared = Object.keys(whole)
  const homes = new Map()
  for (const name of readdirSync(folder).sort()) {
    if (!name.endsWith('.yaml') || name === anchorsFile) continue
    const part = load(anchors + read(name), { filename: name })
    for (const key of shared) delete part[key]
    add(whole, part, name, '', homes)
  }
  return whole
}

function add(whole, part, file, at, homes) {
  for (const [key, value] of Object.entries(part)) {
    const place = `${at}/${key}`
    if (place === '/paths' || place === '/components' || at === '/components') {
      whole[key] ??= {}
      add(whole[key], value, file, place, homes)
      continue
    }
    if (homes.has(place)) {
      if (at === '/components/schemas' && extend(whole[key], value)) continue
      throw new Error(`${place} is defined in ${homes.get(place)} and in ${file}`)
    }
    homes.set(place, file)
    whole[key] = value
  }
}

/** Adds the values and fields that a further file lists to a schema. false: it repeats something. */
function extend(to, from) {
  for (const [key, adds] of Object.entries(from)) {
    const had = to[key]
    if (Array.isArray(adds)) {
      if (had?.some((one) => adds.includes(one))) return false
      to[key] = [...(had ?? []), ...adds]
    } else if (key === 'properties') {
      if (Object.keys(adds).some((name) => name in (had ?? {}))) return false
      to[key] = { ...had, ...adds }
    } else {
      if (had !== undefined || typeof adds === 'object') return false
      to[key] = adds
    }
  }
  return true
}
