import { api } from '@linli/shared/api/client'
import { wordsOf } from '@linli/shared/api/fault'
import { tell } from '@linli/shared/use/deed'
import { canScan, deskCode, scan } from '@linli/shared/util/scan'
import type { Booking } from '@linli/shared/api/types'
import type { Form } from '@linli/shared/work/form'

/** The code in a scanned or typed text: LLB12. */
export const bookingCode = (said: string): string => said.trim().toUpperCase().match(/LLB\d+/)?.[0] ?? said.trim()

async function arrive(code: string, key?: string): Promise<void> {
  const b: Booking = await api.post('/staff/check-in', {}, { code: bookingCode(code) }, key)
  void tell('已签到', `${b.person_name || '居民'}，${b.service_name}${b.number ? `，${b.number} 号` : ''}${b.before ? `，前面还有 ${b.before} 位` : ''}`)
}

/**
 * Scans a visitor's code and checks them in; where scanning is impossible, resolves to the form for typing it, otherwise to
 * undefined.
 */
export async function checkIn(done: () => void): Promise<Form | undefined> {
  if (!canScan()) {
    return {
      title: '签到', go: '签到', note: '这台设备不能扫码，请输入居民预约码上的字。',
      fields: [{ kind: 'words', name: 'code', label: '预约码', hint: '例如 LLB12', must: true, most: 40 }],
      send: (v, key) => arrive(v.code, key),
    }
  }
  const said = await scan()
  if (!said) return undefined
  if (deskCode(said)) {
    uni.navigateTo({ url: `/people/desk/index?code=${deskCode(said)}` })
    return undefined
  }
  try {
    await arrive(said)
    done()
  } catch (thrown) {
    await tell('没有签到', wordsOf(thrown))
  }
  return undefined
}
