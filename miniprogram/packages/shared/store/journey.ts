// The redirect to WeChat and back on entering a web page (网页授权). It is imported before the router starts, because WeChat
// returns to another address than the page's.
import { keep, recall } from './surroundings'

interface Journey { state: string; hash: string }

/** The address at which the page was entered, without its fragment: for the JS-SDK on an iPhone it stays the page's address. */
export const landing = location.href.split('#')[0]

let code = ''

/** Saves the target page and returns the state that must come back. */
export function departure(): string {
  const state = Array.from(crypto.getRandomValues(new Uint8Array(16)), (b) => b.toString(16).padStart(2, '0')).join('')
  keep('journey', { state, hash: location.hash })
  return state
}

/** The code that came back, once. */
export function takeCode(): string {
  const taken = code
  code = ''
  return taken
}

/** Reads WeChat's parameters and cleans the address: a code works once, so a reload must not find it. */
function arrive(): void {
  const query = new URLSearchParams(location.search)
  if (!query.has('code') || !query.has('state')) return
  const journey = recall<Journey>('journey')
  keep('journey', undefined)
  const known = journey !== undefined && journey.state === query.get('state') // else another person's code was injected
  if (known) code = query.get('code')!
  query.delete('code')
  query.delete('state')
  const rest = query.toString()
  history.replaceState(null, '', location.pathname + (rest && `?${rest}`) + (known ? journey.hash : location.hash.startsWith('#/') ? location.hash : '#/'))
}

arrive()
