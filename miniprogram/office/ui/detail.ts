import { useLoad } from '@linli/shared/use/load'
import { useRowDeeds } from '@linli/shared/use/rows'

/** What is open beside a list, and its deeds. It is read when another row is opened and after a deed, of which the list is told. */
export function useDetail<T>(id: () => string, fetch: (id: string) => Promise<T>, told: () => void) {
  const got = useLoad(fetch, id)
  async function changed(): Promise<void> {
    told()
    await got.load()
  }
  return { got, shown: got.data, changed, ...useRowDeeds(changed) }
}
