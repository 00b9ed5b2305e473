// Another community is chosen: what is shown and can be pressed is never about the one before, however slow the answer is.
import assert from 'node:assert/strict'
import { ask, button, desk, story, take, text } from './county.mjs'
import { community } from './desk.mjs'

const centre = 'ZX-01', at = await community()
const { parent_id: street, name: here } = await ask(centre, 'GET', `/staff/roster/areas/${at}`)
const { name: above } = await ask(centre, 'GET', `/staff/roster/areas/${street}`)
const other = (await ask(centre, 'GET', `/areas?parent_id=${street}`)).items.find((a) => a.kind === 'community' && a.id !== at)

/** The next answer from this address waits to be let go. */
async function held(page, address) {
  let go, asked
  const free = new Promise((then) => { go = then }), met = new Promise((then) => { asked = then })
  await page.route(address, async (r) => { asked(); await free; await r.continue() }, { times: 1 })
  return { met, go }
}

for (const [path, address, row, none] of [
  ['/places', /\/communities\/\d+\/places/, /^修改：/, '还没有登记场所'],
  ['/linkages', /\/staff\/linkages/, /^结束：/, '还没有登记'],
]) story(`what is shown at ${path} goes when another community is chosen`, async () => {
  const page = await desk(centre, `${path}?at=${at}`), rows = page.getByRole('button', { name: row })
  await rows.first().waitFor()
  const answer = await held(page, address)
  await page.getByRole('combobox', { name: '社区' }).press('Enter')
  await page.getByRole('option', { name: other.name, exact: true }).click()
  await answer.met
  await page.getByRole('status').getByText('正在加载').waitFor()
  assert.equal(await rows.count(), 0)
  answer.go()
  await rows.first().or(page.getByText(none, { exact: true })).waitFor()
})

story('on the telephone too', async () => {
  const phone = await take('staff', centre, 'office/places/index'), rows = button(phone, /^撤销，/)
  await text(phone, here).waitFor()
  await rows.first().waitFor()
  const answer = await held(phone, /\/communities\/\d+\/places/)
  await button(phone, '换社区').click()
  await button(phone, above).click()
  await button(phone, `选这里：${other.name}`).click()
  await answer.met
  assert.equal(await rows.count(), 0)
  answer.go()
  await text(phone, other.name).waitFor()
  await rows.first().or(text(phone, '还没有登记场所')).waitFor()
})
