import { wordsOf } from '@linli/shared/api/fault'
import type { Booking } from '@linli/shared/api/types'
import { tell } from '@linli/shared/use/deed'
import { canScan, deskCode, scan } from '@linli/shared/util/scan'
import { arrive, sayArrived, typeCodeForm } from '@linli/shared/work/checkin'
import type { Form } from '@linli/shared/work/form'

const welcome = (b: Booking) => { void tell('已签到', sayArrived(b)) }

/**
 * Scans a visitor's code and checks them in; where scanning is impossible, resolves to the form for typing it, otherwise to
 * undefined.
 */
export async function checkIn(done: () => void): Promise<Form | undefined> {
  if (!canScan()) return typeCodeForm(welcome)
  const said = await scan()
  if (!said) return undefined
  if (deskCode(said)) {
    uni.navigateTo({ url: `/people/desk/index?code=${deskCode(said)}` })
    return undefined
  }
  try {
    welcome(await arrive(said))
    done()
  } catch (thrown) {
    await tell('没有签到', wordsOf(thrown))
  }
  return undefined
}
