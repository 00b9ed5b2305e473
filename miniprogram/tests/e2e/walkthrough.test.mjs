// Ways that begin outside of the clients, and first looks that must not mislead.
import assert from 'node:assert/strict'
import { bare, base, button, story, take, text } from './county.mjs'

story('the staff client in a browser leads to the desk', async () => {
  const page = await bare()
  await page.goto(`${base}/staff/#/`)
  await text(page, '电脑请用办公端').waitFor()
  await button(page, '打开办公端').click()
  await page.waitForURL(`${base}/office/**`)
})

story('the days to book begin with today', async () => {
  const phone = await take('h5', 'JM-04', 'pages/booking/index')
  const days = phone.getByRole('radiogroup', { name: '选哪一天' }).getByRole('radio')
  assert.match(await days.first().innerText(), /今天/)
  assert.equal(await days.count(), 7)
  assert.equal(await days.first().getAttribute('aria-checked'), 'true')
  await button(phone, '下一周').click()
  await phone.waitForFunction(() => !document.querySelector('.day').innerText.includes('今天'))
})

story('a matter that is not there leads home', async () => {
  const phone = await take('h5', 'JM-04', 'report/detail/index?id=999999999')
  await button(phone, '回首页').click()
  await text(phone, '随手拍').waitFor()
})

story('the page of a stairwell leads to a report with its place, to bookings, and to the account', async () => {
  const { board } = (await (await fetch(`${base}/demo/stage`)).json()).places.find((p) => p.board)
  const page = await bare()
  await page.goto(`${base}/b/${board}`)
  await page.getByText('关注社区的公众号').click()
  await page.waitForFunction(() => document.querySelector('img').naturalWidth > 0)
  assert.match(await page.getByRole('link', { name: '随手拍，报给社区' }).getAttribute('href'), new RegExp(`token=${board}$`))
  assert.match(await page.getByRole('link', { name: '预约服务' }).getAttribute('href'), /pages\/booking/)
})
