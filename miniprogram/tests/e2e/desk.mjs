// Shared parts of the staff client's tests: the community, its people, the buttons of steps, and forms for a person, a day or
// a time.
import { readFileSync } from 'node:fs'
import { ask, base, button, until } from './county.mjs'

export const clerk = 'YG-02', secretary = 'YG-01'

/** A name that no other test uses: 张大妈 becomes 张大妈48213. */
export const fresh = (words) => `${words}${String(Date.now() + (count += 7)).slice(-6)}`
let count = 0

let known
/** 阳光社区, the clerk's community. */
export async function community() {
  known ??= (await ask(clerk, 'GET', '/me')).postings.find((p) => p.role === 'clerk').area_id
  return known
}

/** Enters a resident at the counter. */
export const enter = async (name, more = {}) => ask(clerk, 'POST', '/staff/residents', { name, community_id: await community(), ...more })

/** The current time in the county, in Beijing: 2026-11-26T14:31:07. */
export async function moment() {
  const { now } = await (await fetch(`${base}/demo/stage`)).json()
  return new Date(Date.parse(now) + 8 * 3_600_000).toISOString().slice(0, 19)
}
export const today = async () => (await moment()).slice(0, 10)
export const later = (day, days) => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

const soon = { timeout: 2000 }
/**
 * Opens a step at the foot of the page, or under 更多. Where it is depends on the service's answer, which may arrive between
 * looking and pressing: if another form opens, it is closed and the step is searched again.
 */
export async function choose(page, name) {
  const others = page.getByRole('dialog', { name: '还可以' })
  await until(async () => {
    try {
      if (!(await button(page, name).isVisible())) await button(page, /^更多/).click(soon)
      await button(page, name).click(soon)
      return true
    } catch (thrown) {
      if (await others.isVisible()) await others.getByRole('button', { name: '关闭' }).click(soon).catch(() => {})
      return thrown.message
    }
  }, (got) => got === true, 10)
}

/** Says in words where something is: the form offers the places of the community first. */
export async function elsewhere(form, label, words) {
  await form.getByText('在哪个场所').first().waitFor()
  const places = form.getByRole('combobox', { name: '在哪个场所' })
  if (await places.count()) {
    await places.press('Enter')
    await form.page().getByRole('option', { name: '不在这些场所' }).click()
  } else await form.getByText('不在这些场所', { exact: true }).click()
  await form.getByLabel(label).first().fill(words)
}

/** The top sheet. */
export const sheet = (page) => page.getByRole('dialog').locator('visible=true').last()
/** Presses a button of the sheet. */
export const send = (page, name) => sheet(page).getByRole('button', { name, exact: true }).last().click()
export const inSheet = (page, label) => sheet(page).getByLabel(label, { exact: true }).first()

/** Presses the sheet's button and waits until the sheet is closed. */
export async function press(page, name) {
  const open = await page.getByRole('dialog').count()
  await send(page, name)
  await until(() => page.getByRole('dialog').count(), (n) => n < open)
}

/** Confirms a question or a message of the client. */
export async function agree(page, words) {
  const asked = page.locator('.uni-modal').getByText(words).first()
  await asked.waitFor()
  await page.locator('.uni-modal__btn_primary').click()
  await asked.waitFor({ state: 'hidden' }) // the next one may be open already
}

/** Chooses a resident in an open form. */
export async function choosePerson(page, label, name) {
  await sheet(page).getByRole('button', { name: new RegExp(`^${label}：`) }).click()
  await inSheet(page, '姓名或完整手机号').fill(name)
  await sheet(page).getByRole('button', { name: '查找', exact: true }).click()
  await sheet(page).getByRole('button', { name: new RegExp(`^${name}`) }).click()
}

/** Chooses a place in an open picker. */
export async function choosePlace(page, words) {
  await inSheet(page, '找楼栋').fill(words)
  await page.keyboard.press('Enter')
  await sheet(page).getByRole('button', { name: `选这里：${words}`, exact: true }).click()
}

/** Turns the wheels of a day (2026-11-28) or a time (11:30) to a value. */
export async function turnTo(page, label, value) {
  await page.getByRole('button', { name: new RegExp(`^${label}：`) }).locator('visible=true').last().click() // sheets are last in the document
  const wheels = page.locator('.uni-picker-toggle uni-picker-view-column')
  const parts = value.split(/[-:]/)
  await until(() => wheels.count(), (n) => n === parts.length)
  for (const [i, part] of parts.entries()) {
    const items = await wheels.nth(i).locator('.uni-picker-item').allTextContents()
    const to = items.findIndex((item) => Number.parseInt(item, 10) === Number(part))
    const at = () => wheels.nth(i).evaluate((wheel) => {
      const content = wheel.querySelector('.uni-picker-view-content')
      return Math.round(-new DOMMatrix(getComputedStyle(content).transform).m42 / wheel.querySelector('.uni-picker-view-indicator').offsetHeight)
    })
    const from = await standing(at)
    await wheels.nth(i).locator('.uni-picker-view-group').evaluate((group, turns) => {
      for (let n = 0; n < Math.abs(turns); n++) group.dispatchEvent(new WheelEvent('wheel', { deltaY: Math.sign(turns) * 40, bubbles: true, cancelable: true }))
    }, to - from)
    await until(at, (n) => n === to)
  }
  await page.locator('.uni-picker-toggle .uni-picker-action-confirm').click()
  await page.locator('.uni-picker-toggle').waitFor({ state: 'hidden' })
}

/** The value of a wheel once it has stopped. */
async function standing(at) {
  let last = -1
  return until(async () => {
    const before = last
    last = await at()
    return before === last ? last : -1
  }, (n) => n >= 0)
}

/** Presses a button that downloads a file, and returns the file's name and bytes. */
export async function received(page, name) {
  const [download] = await Promise.all([page.waitForEvent('download'), button(page, name).click()])
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) }
}
