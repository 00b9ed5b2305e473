// Sealed documents (我的材料): a resident puts one away, looks at it, lets it go, and nobody else finds it.
import assert from 'node:assert/strict'
import { ask, button, choosePhoto, settle, story, take, text, until } from './county.mjs'
import { agree, clerk, inSheet, send, sheet } from './desk.mjs'

const kept = async (who, name) => (await ask(who, 'GET', '/papers')).items.find((p) => p.name === name)

story('a document is put away, looked at, and deleted', async () => {
  await settle('JM-05', '阳光花园5号楼')
  const name = '居住证明原件'
  const phone = await take('h5', 'JM-05', 'pages/mine/index')
  await button(phone, /^我的材料/).click()
  await text(phone, '还没有存材料').waitFor()
  await button(phone, '存一份材料').click()
  await send(phone, '存好')
  await text(phone, '请先拍照或选照片').waitFor()
  await choosePhoto(phone, () => sheet(phone).getByRole('button', { name: '拍材料，或选照片' }).click(), 'wall')
  await sheet(phone).locator('.picked-photo').waitFor()
  await inSheet(phone, '材料叫什么').fill('身份证 211381199001011234')
  await send(phone, '存好')
  await text(phone, '不要写证件号码').waitFor()
  await inSheet(phone, '材料叫什么').fill(name)
  await inSheet(phone, '有效期到（没有不写）').fill('2031-05-31')
  await send(phone, '存好')
  await text(phone, '留存着，您不删就一直在').waitFor()
  await text(phone, '有效期到 2031年5月31日').waitFor()
  const { id } = await kept('JM-05', name)

  await button(phone, `看，${name}`).click()
  const shown = sheet(phone).locator('.sealed img')
  await shown.waitFor()
  assert.ok(await until(() => shown.evaluate((img) => img.naturalWidth), (w) => w > 100), 'the picture is shown')
  await sheet(phone).getByRole('button', { name: '关闭' }).click()
  for (const who of ['JM-08', clerk]) await assert.rejects(() => ask(who, 'GET', `/papers/${id}/content`), /404/)

  await button(phone, `不再留存，${name}`).click()
  await agree(phone, '之前还能改回来')
  await text(phone, /\d+月\d+日自动删除/).waitFor()
  await button(phone, `留存，${name}`).click()
  await text(phone, '留存着，您不删就一直在').waitFor()
  await button(phone, `删除，${name}`).click()
  await agree(phone, '删除后找不回来')
  await text(phone, '还没有存材料').waitFor()
  assert.equal(await kept('JM-05', name), undefined)
})
