import { onUnmounted, ref } from 'vue'
import { open } from '@linli/shared/api/client'
import { wordsOf } from '@linli/shared/api/fault'
import { whoIsIn } from '@linli/shared/store/session'
import type { Person } from '@linli/shared/api/types'

/** fetching, waiting for a telephone, scanned by one, expired, refused on the telephone, or no code could be fetched. */
export type Showing = 'fetching' | 'waiting' | 'scanned' | 'expired' | 'refused' | 'failed'

const pause = 3000 // ms between two tries without an answer

/** Shows a one-time code and waits until a telephone has confirmed it; `entered` gets the person who is logged in then. */
export function useScanLogin(entered: (person: Person) => void) {
  const showing = ref<Showing>('fetching'), address = ref(''), code = ref(''), name = ref(''), left = ref(0), problem = ref('')
  let turn = 0, gone = false, ticking = 0

  async function begin(): Promise<void> {
    const mine = ++turn
    showing.value = 'fetching'
    problem.value = name.value = address.value = code.value = ''
    try {
      const made = await open.post('/desk/codes', {})
      if (mine !== turn) return
      address.value = made.address
      code.value = made.code
      count(mine, made.seconds)
      showing.value = 'waiting'
    } catch (thrown) {
      if (mine === turn) { showing.value = 'failed'; problem.value = wordsOf(thrown) }
      return
    }
    void listen(mine)
  }

  function count(mine: number, seconds: number): void {
    clearInterval(ticking)
    const end = Date.now() + seconds * 1000
    const look = () => {
      left.value = Math.max(0, Math.ceil((end - Date.now()) / 1000))
      if (left.value || mine !== turn) return
      clearInterval(ticking)
      void over(mine)
    }
    look()
    ticking = window.setInterval(look, 500)
  }

  /** The code is used up: another page of this browser may have been logged in with it. Not known: the browser keeps no cookie. */
  async function over(mine: number, known = true): Promise<void> {
    if (mine !== turn) return
    turn++
    clearInterval(ticking)
    const found = await whoIsIn().catch(() => undefined)
    if (found && !gone) return entered(found)
    if (turn !== mine + 1) return
    showing.value = known ? 'expired' : 'failed'
    if (!known) problem.value = `浏览器没有记住这个码。请允许 Cookie，并从 ${new URL(address.value).origin}/office/ 打开`
  }

  async function listen(mine: number): Promise<void> {
    let seen = '' // the first answer comes at once
    while (!gone && mine === turn) {
      try {
        const news = await open.post('/desk/login', {}, { seen })
        if (gone) return
        problem.value = ''
        if (news.state === 'confirmed' && news.person) { turn++; clearInterval(ticking); return entered(news.person) }
        if (mine !== turn) return
        if (news.state === 'expired') return over(mine, seen !== '')
        seen = news.state
        name.value = news.name
        showing.value = news.state as Showing
        if (news.state === 'refused') { turn++; clearInterval(ticking) }
      } catch (thrown) {
        problem.value = wordsOf(thrown)
        await new Promise((done) => { setTimeout(done, pause) })
      }
    }
  }

  onUnmounted(() => { gone = true; turn++; clearInterval(ticking) })
  return { showing, address, code, name, left, problem, begin }
}
