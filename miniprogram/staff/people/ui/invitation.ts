import { api } from '@linli/shared/api/client'
import { confirm, say, tell, useDeed } from '@linli/shared/use/deed'
import { sayDue } from '@linli/shared/util/time'

/** Creates a one-time code that binds a person of the roster, shows it and copies it. */
export function useInvitation(): (person: string, name: string) => Promise<void> {
  const deed = useDeed(async (key, id: string, name: string) => {
    const { code, expires_at } = await api.post('/staff/persons/{id}/invitation', { id }, undefined, key)
    const grouped = code.replace(/(.{4})(?=.)/g, '$1-')
    await tell(`${name}的邀请码`, `${grouped}\n${sayDue(expires_at)}有效，只能用一次。请他在“绑定工作身份”里输入。`)
    uni.setClipboardData({ data: grouped, success: () => say('已复制'), fail: () => {} })
  })
  return async (person, name) => {
    if (await confirm('生成邀请码', `给${name}生成一个邀请码，以前的作废。`, '生成')) await deed.run(person, name)
  }
}
