// What is lent (借用): a resident takes an umbrella, the counter lends a wheelchair to somebody nobody knows.
import assert from 'node:assert/strict'
import { ask, button, settle, story, take, text, until } from './county.mjs'
import { agree, clerk, community, elsewhere, fresh, inSheet, press, received, send, sheet } from './desk.mjs'

const things = async (key = clerk) => (await ask(key, 'GET', `/communities/${await community()}/things`)).items
const thing = async (name, key) => (await things(key)).find((t) => t.name === name)
const lent = async (list) => (await ask(clerk, 'GET', `/staff/loans?list=${list}`)).items

/** Something that the community lends and no other test touches. */
async function lends(name, more = {}) {
  const made = { name: fresh(name), place: '一楼大厅', about: '', stock: 2, days: 3, self_service: false, ...more }
  return { ...made, ...await ask(clerk, 'POST', `/staff/communities/${await community()}/things`, made) }
}

story('a resident borrows an umbrella, keeps it longer and brings it back', async () => {
  await settle('JM-04', '阳光花园5号楼')
  const umbrella = await lends('雨伞', { stock: 1, days: 0, self_service: true, about: '请甩干水再放回。' }), chair = await lends('轮椅')
  const phone = await take('h5', 'JM-04')
  await button(phone, /^借东西/).click()
  await phone.getByText(`请到${chair.place}办理`).first().waitFor()
  assert.equal(await button(phone, `借用，${chair.name}`).count(), 0)
  await text(phone, '请甩干水再放回。').waitFor()
  await button(phone, `借用，${umbrella.name}`).click()
  await agree(phone, '今天还回原处')
  await agree(phone, '还到原处，再回来点“还了”')
  assert.deepEqual((await ask('JM-04', 'GET', '/loans')).items.map((l) => l.thing), [umbrella.name])
  assert.equal(await thing(umbrella.name, 'JM-04').then((t) => t.left), 0)

  // It must be back today, so it stands first, and waits at home.
  await text(phone, '今天到期').waitFor()
  await text(phone, '您已借了一件，还了才能再借').waitFor()
  const [first] = await phone.locator('.sect-title:visible').allTextContents()
  assert.equal(first, '我借的')
  await phone.to('')
  await text(phone, '今天到期，请还到一楼大厅。').click()
  await button(phone, `续借，${umbrella.name}`).click()
  await agree(phone, '只能续借一次')
  await agree(phone, '最后一天')
  await text(phone, '明天到期').waitFor()
  await until(() => button(phone, `续借，${umbrella.name}`).count(), (n) => n === 0)

  await button(phone, `还了，${umbrella.name}`).click()
  await agree(phone, '已经放回一楼大厅了吗')
  await agree(phone, '谢谢您')
  assert.equal(await thing(umbrella.name, 'JM-04').then((t) => t.left), 1)
  await button(phone, /^以前借的/).click()
  await phone.locator('.past').getByText(umbrella.name).waitFor()
  await phone.locator('.past').getByText('已归还').first().waitFor()
  await button(phone, `借用，${umbrella.name}`).waitFor()
})

story('of two who want the last umbrella the second is told so', async () => {
  const umbrella = await lends('长柄伞', { stock: 1, self_service: true })
  await settle('JM-08', '阳光花园5号楼')
  await settle('JM-09', '阳光花园5号楼')
  const phone = await take('h5', 'JM-08', 'life/loan/index')
  await button(phone, `借用，${umbrella.name}`).waitFor()
  const { id } = await ask('JM-09', 'POST', '/loans', { thing_id: umbrella.id })
  await button(phone, `借用，${umbrella.name}`).click()
  await agree(phone, '还回原处')
  await text(phone, '现在都借出去了').waitFor()
  await until(() => button(phone, `借用，${umbrella.name}`).count(), (n) => n === 0)
  await ask('JM-09', 'POST', `/loans/${id}/return`)
})

story('the counter lends a wheelchair to somebody without an account, and takes it back', async () => {
  const chair = await lends('轮椅', { days: 7 }), name = fresh('孙奶奶')
  const office = await take('staff', clerk)
  await button(office, '借还').click()
  await button(office, '借出').click()
  await sheet(office).getByRole('radio', { name: `${chair.name}，还有 2 件，借 7 天`, exact: true }).click()
  await inSheet(office, '姓名').fill(name)
  await office.reload() // what was typed is still there
  await button(office, '借出').click()
  assert.equal(await inSheet(office, '姓名').inputValue(), name)
  assert.equal(await sheet(office).getByRole('radio', { name: new RegExp(`^${chair.name}`) }).getAttribute('aria-checked'), 'true')
  await inSheet(office, '电话').fill('139 0000 7788')
  await inSheet(office, '物品编号（没有不写）').fill('2号')
  await press(office, '借出')
  const mine = `${chair.name} 2号，${name}`
  await button(office, `收回，${mine}`).waitFor()
  await text(office, '139****7788').waitFor()
  assert.equal((await thing(chair.name)).left, 1)

  // The piece is out: a second one with its code is refused, and what was typed stays.
  await button(office, '借出').click()
  await sheet(office).getByRole('radio', { name: new RegExp(`^${chair.name}`) }).click()
  await inSheet(office, '姓名').fill(fresh('另一位'))
  await inSheet(office, '电话').fill('13900007799')
  await inSheet(office, '物品编号（没有不写）').fill('2号')
  await send(office, '借出')
  await sheet(office).getByText('这个编号的物品已借出').waitFor()
  assert.equal(await inSheet(office, '电话').inputValue(), '13900007799')
  await sheet(office).getByRole('button', { name: '关闭' }).click()

  await button(office, `查看电话，${mine}`).click()
  await inSheet(office, '为什么要看').fill('提醒归还')
  await send(office, '查看')
  await office.locator('.uni-modal').getByText('13900007788').waitFor()
  await office.locator('.uni-modal__btn_default').click()
  await button(office, `续借，${mine}`).click()
  await agree(office, '只能续借一次')
  await until(() => button(office, `续借，${mine}`).count(), (n) => n === 0)
  await button(office, `收回，${mine}`).click()
  await sheet(office).getByRole('checkbox', { name: '坏了，不能再借' }).click()
  await send(office, '收回')
  await office.getByText('请写明坏在哪里').first().waitFor()
  await inSheet(office, '物品情况').fill('刹车坏了')
  await press(office, '收回')
  await until(() => button(office, `收回，${mine}`).count(), (n) => n === 0)
  assert.deepEqual([(await thing(chair.name)).stock, (await thing(chair.name)).left], [1, 1])
  await office.getByRole('tab', { name: '已归还' }).click()
  await office.locator('.card', { hasText: name }).getByText('刹车坏了').waitFor()
})

story('the number at home opens what is late, and what is lost leaves it', async () => {
  const late = await lent('late')
  assert.ok(late.length > 0, 'the demo has a late loan')
  assert.equal((await ask(clerk, 'GET', '/staff/home')).loans_late, late.length)
  const office = await take('staff', clerk)
  await button(office, new RegExp(`^${late.length}\\s*借出过期`)).click()
  await until(() => office.locator('.card:visible').count(), (n) => n === late.length)
  await text(office, /已过期 \d+ 天/).waitFor()
  const [one] = late
  await button(office, `登记丢失，${[one.thing, one.copy].filter(Boolean).join(' ')}，${one.borrower}`).click()
  await send(office, '登记丢失')
  await office.getByText('请填写“什么情况”').first().waitFor()
  await button(office, '填入：借用人说丢了').click()
  await press(office, '登记丢失')
  await until(() => office.locator('.card:visible').count(), (n) => n === late.length - 1)
  assert.equal((await lent('ended')).find((l) => l.id === one.id).state, 'lost')
})

story('a thing is put on the list, changed, given a code, and lent no more', async () => {
  const name = fresh('小推车')
  const office = await take('staff', clerk, 'office/loans/index')
  await office.getByRole('tab', { name: '物品' }).click()
  await button(office, '登记物品').click()
  await inSheet(office, '名称').fill(name)
  await elsewhere(sheet(office), '放在哪里', '二楼')
  await inSheet(office, '一共几件').fill('3')
  await sheet(office).getByRole('radio', { name: '别的天数', exact: true }).click()
  await inSheet(office, '几天').fill('14')
  await press(office, '登记')
  await button(office, `修改，${name}`).click()
  await inSheet(office, '放在哪里').fill('三楼')
  await sheet(office).getByRole('checkbox', { name: '自助：居民自己拿、自己还' }).click()
  await press(office, '保存')
  await until(() => thing(name), (t) => t?.place === '三楼')
  const { stock, days, self_service: self, id } = await thing(name)
  assert.deepEqual([stock, days, self], [3, 14, true])
  await button(office, `二维码，${name}`).click()
  await sheet(office).getByRole('img', { name: `${name}的二维码` }).first().waitFor()
  const saved = await received(office, '保存图片')
  assert.match(saved.name, new RegExp(`^${name}\\.${saved.bytes[0] === 0x89 ? 'png' : 'jpg'}$`), 'the name says what is in the file')
  assert.ok(saved.bytes.length > 100)
  await sheet(office).getByRole('button', { name: '关闭' }).click()
  // While one is out it cannot be taken off the list.
  const loan = await ask(clerk, 'POST', '/staff/loans', { thing_id: id, name: '丁师傅', phone: '13900007701' })
  await button(office, `停止外借，${name}`).click()
  await agree(office, '不能改回来')
  await text(office, /请先收回或登记丢失/).waitFor()
  await ask(clerk, 'POST', `/staff/loans/${loan.id}/return`)
  await button(office, `停止外借，${name}`).click()
  await agree(office, '不能改回来')
  await until(() => office.locator('.card:visible', { hasText: name }).count(), (n) => n === 0)
  assert.equal(await thing(name), undefined)
})
