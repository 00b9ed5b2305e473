// What reports can be about (类别和事项), as the county decided.
import { api } from '../api/client'

/** What reports can be about now, without what the county no longer offers. */
export async function offered() {
  const { items, topics } = await api.get('/categories')
  return { items: items.filter((c) => !c.hidden), topics: topics.filter((t) => !t.hidden) }
}

const option = (c: { code: string; name: string }) => ({ value: c.code, name: c.name })

/** The categories of reports as choices: those of a new report. */
export const offeredOptions = async () => (await offered()).items.map(option)

/** The categories that reports have, as choices of a filter. */
export const categoryOptions = async () => (await api.get('/categories')).items.map(option)
