// What staff press: a deed at the foot of a page or under 更多, and the sheet that asks for the rest.
import { button } from './county.mjs'

/** Chooses a deed at the foot of the page, or under 更多. */
export async function choose(page, name) {
  await button(page, /^更多/).or(button(page, name)).first().waitFor()
  if (!(await button(page, name).isVisible())) await button(page, /^更多/).click()
  await button(page, name).click()
}

/** The sheet that lies on top. */
export const sheet = (page) => page.getByRole('dialog').locator('visible=true').last()
/** Presses the button of the sheet. */
export const send = (page, name) => sheet(page).getByRole('button', { name, exact: true }).click()
