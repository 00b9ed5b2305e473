// How the desk draws attention: a number in the tab's title, and, if the person allows it, a message of the operating system
// for urgent reports. The message names no person and no place: others may see the screen. All tabs send it under one tag,
// so that it is shown once.
import { ref } from 'vue'
import { router } from '../router'
import type { News } from './news'
import { countUnseen } from './title'

/** Whether the person can still be asked for messages of the operating system. */
export const askable = ref('Notification' in window && Notification.permission === 'default')

/** Asks for the permission; must be called in the handler of a press. */
export async function askForMessages(): Promise<void> {
  await Notification.requestPermission()
  askable.value = Notification.permission === 'default'
}

/** Counts new reports, and announces urgent ones. */
export function announce(news: News): void {
  const fresh = news.reports.filter((r) => r.kind !== 'changed')
  countUnseen(fresh.length)
  const urgent = fresh.filter((r) => r.kind === 'urgent')
  if (!urgent.length || !('Notification' in window) || Notification.permission !== 'granted') return
  const message = new Notification('紧急事件', { body: urgent.length > 1 ? `有 ${urgent.length} 件紧急事件，请马上看` : '有一件紧急事件，请马上看', tag: `urgent-${urgent[0].id}`, requireInteraction: true })
  message.onclick = () => {
    window.focus()
    void router.push({ path: '/reports', query: { ...router.currentRoute.value.query, list: 'urgent', open: urgent[0].id } })
    message.close()
  }
}
