// The telephones on the boards of a community.
import { api } from '../api/client'
import type { components } from '../api/types'
import type { Form } from './form'

export const phonesForm = (community: string, now: components['schemas']['BoardPhones']): Form => ({
  title: '修改公示电话', about: community, go: '保存', said: '已保存', note: '固定电话或手机都可以，谁改的会留下记录。打印过的公示牌不会变，请重新打印。',
  fields: [
    { kind: 'words', name: 'contact_phone', label: '便民联系电话', most: 20, value: now.contact_phone, hint: '例如 0911-8120001' },
    { kind: 'words', name: 'supervision_phone', label: '监督电话', most: 20, value: now.supervision_phone, hint: '例如 0911-8120002' },
  ],
  check: (v) => {
    for (const [name, label] of [['contact_phone', '便民联系电话'], ['supervision_phone', '监督电话']]) {
      if (v[name].trim() && !/^\d(-?\d){2,18}$/.test(v[name].trim())) return `${label}只能写数字和短横，例如 0911-8120001`
    }
    return ''
  },
  send: (v, key) => api.put('/staff/communities/{id}/board', { id: community }, { contact_phone: v.contact_phone.trim(), supervision_phone: v.supervision_phone.trim(), version: now.version }, key),
})
