// The demo's county for tests: people with telephones, and requests without a screen.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { after, test } from 'node:test'
import { phone, startBrowser } from './browser.mjs'

export const base = process.env.BASE ?? 'http://127.0.0.1:8080'

let browser
after(() => browser?.close())

let phones = []
/** A test whose telephones must have no errors; after a failure their screenshots are in the folder shots. */
export function story(name, tell) {
  test(name, { timeout: 240_000 }, async () => {
    phones = []
    try {
      await tell()
      for (const one of phones) assert.deepEqual(one.wrongs, [])
    } catch (thrown) {
      mkdirSync('shots', { recursive: true })
      for (const [i, one] of phones.entries()) await one.screenshot({ path: `shots/failed-${name.replaceAll(' ', '-')}-${i}.png` }).catch(() => {})
      for (const one of phones) console.log([one.url(), ...one.wrongs, ...one.said].join('\n  '))
      throw thrown
    } finally {
      for (const one of phones) await one.context().close().catch(() => {})
    }
  })
}

/** A person's telephone with a client open at one of its pages. */
export async function take(app, key, page = '', options = {}) {
  const telephone = await bare(options)
  telephone.at = (path) => `${base}/${app}/?as=${key}#/${path}`
  await telephone.goto(telephone.at(page))
  telephone.to = async (path) => {
    await telephone.goto('about:blank')
    await telephone.goto(telephone.at(path))
  }
  return telephone
}

/** A person's PC with the desk open at one of its pages: '/reports?list=all'. */
export async function desk(key, page = '/', { width = 1440, height = 900 } = {}) {
  const pc = await bare({ width, height, isMobile: false, hasTouch: false, deviceScaleFactor: 1 })
  const at = new URL(`${base}/office${page}`)
  at.searchParams.set('as', key)
  await pc.goto(at.href)
  return pc
}

/** A telephone without a person. */
export async function bare(options) {
  browser ??= await startBrowser()
  const telephone = await phone(browser, options)
  phones.push(telephone)
  return telephone
}

const json = async (response) => (response.status === 204 ? undefined : response.json())
const post = (path, body, headers = {}) =>
  fetch(base + path, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify(body ?? {}) })

const tokens = new Map()
/** Sends a request to the API as a person, to check or prepare something. */
export async function ask(key, method, path, body) {
  if (!tokens.has(key)) {
    const { code, path: door } = await json(await post(`/demo/people/${key}/login-code`))
    tokens.set(key, (await json(await post(door, { code }))).token)
  }
  const response = await fetch(`${base}/api/v1${path}`, {
    method, headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${tokens.get(key)}` }, body: body && JSON.stringify(body),
  })
  const said = await json(response)
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${JSON.stringify(said)}`)
  return said
}

/** The building with this name, by default in 阳光社区. */
export const house = async (words = '阳光花园5号楼') => (await ask('YG-02', 'GET', `/areas/find?words=${encodeURIComponent(words)}`)).items[0]

/** Lets a person agree to the privacy words; returns the person. */
export async function agreed(key) {
  const { privacy_version: version } = await ask(key, 'GET', '/client')
  return ask(key, 'PUT', '/me/privacy', { version })
}

/** Sets a person's home and lets them agree to the privacy words; returns the person. */
export async function settle(key, words, more = {}) {
  await ask(key, 'PATCH', '/me', { home_id: (await house(words)).id, ...more })
  return agreed(key)
}

/** Repeats a request until the answer is right and returns it; the error contains the last answer. */
export async function until(answer, right = Boolean, times = 100) {
  let got
  for (let i = 0; i < times; i++) {
    got = await answer()
    if (right(got)) return got
    await new Promise((done) => { setTimeout(done, 200) })
  }
  return assert.fail(`it did not become so: ${JSON.stringify(got)?.slice(0, 1500)}`)
}

/** The demo's director: morning, or forward by minutes. */
export async function direct(order, body) {
  const response = await post(`/demo/director/${order}`, body)
  if (!response.ok) throw new Error(`${order}: ${await response.text()}`)
}

/** A code for the official account's web page, as WeChat sends it. */
export const oauthCode = async (key) => (await json(await post(`/demo/people/${key}/oauth-code`))).code

/** A sample photo of the demo as a file. */
export async function photo(name) {
  const response = await fetch(`${base}/demo/photos/${name}.jpg`)
  return { name: `${name}.jpg`, mimeType: 'image/jpeg', buffer: Buffer.from(await response.arrayBuffer()) }
}

/** Chooses a photo when the page opens the file chooser. */
export async function choosePhoto(page, press, name) {
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), press()])
  await chooser.setFiles(await photo(name))
}

/** The visible button with this name: earlier pages stay in the document. */
export const button = (page, name) => page.getByRole('button', { name, exact: true }).locator('visible=true').first()
export const text = (page, words) => page.getByText(words).locator('visible=true').first()
export const field = (page, label) => page.getByLabel(label).locator('visible=true').first()
