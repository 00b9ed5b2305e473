// Shared parts of the desk's tests: a PC, and the telephone that confirms its login.
import { ask, bare, base } from './county.mjs'

/** A PC with an empty browser, at a page of the desk. */
export async function pc(page = '', size = { width: 1440, height: 900 }) {
  const desk = await bare({ ...size, deviceScaleFactor: 1, isMobile: false, hasTouch: false })
  desk.offers = () => desk.waitForResponse((r) => r.url() === `${base}/api/v1/desk/codes`).then((r) => r.json())
  const offered = desk.offers().catch(() => undefined) // the page may be closed first, or no code be asked for
  await desk.goto(`${base}/office/${page}`)
  desk.offered = () => offered
  return desk
}

/** Scans a code and confirms it as this person. */
export async function confirm(key, { code }) {
  await ask(key, 'POST', '/desk/codes/scan', { code })
  await ask(key, 'POST', '/desk/codes/confirm', { code })
}

/** A PC on which this person is logged in, at a page of the desk. */
export async function seated(key, page = '', size = undefined) {
  const desk = await pc(page, size)
  await confirm(key, await desk.offered())
  await desk.waitForURL((u) => !u.pathname.endsWith('/login'))
  return desk
}
