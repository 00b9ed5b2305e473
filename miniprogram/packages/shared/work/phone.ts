import { confirm } from '../use/deed'
import type { Form } from './form'

/** Shows a number and offers to call it. */
export async function ring(phone: string, name = ''): Promise<void> {
  if (await confirm(name ? `拨打给${name}` : '拨打电话', phone, '拨打', '不用了')) uni.makePhoneCall({ phoneNumber: phone, fail: () => {} })
}

/** Asks for the reason to see a person's number; `reveal` gets it. The service audits it. */
export function phoneForm(reveal: (reason: string) => Promise<{ phone: string }>, name = '', about?: string): Form {
  return {
    title: '查看手机号', about, go: '查看', note: '谁看的、什么时候、为什么，都会留下记录。',
    fields: [{
      kind: 'words', name: 'reason', label: '为什么要看', must: true, most: 100, hint: '例如：核实地点',
      ready: ['核实情况', '约上门时间', '电话回访', '通知变动'].map((text) => ({ name: text, text })),
    }],
    send: async (v) => { const { phone } = await reveal(v.reason.trim()); void ring(phone, name) },
  }
}
