// What reports can be about (类别和事项) and who passes them on, as the county decided; a community may have names of its own.
import { api } from '../api/client'

const known = (community?: string) => api.get('/categories', { community_id: community || undefined })

/** What reports can be about now, without what is no longer offered, in the words of a community. */
export async function offered(community?: string) {
  const { items, topics } = await known(community)
  return { items: items.filter((c) => !c.hidden), topics: topics.filter((t) => !t.hidden) }
}

/** What was answered, as the service takes it: only the questions of the chosen category. */
export const answersOf = (questions: { text: string }[], said: Record<string, string>) => {
  const answers = questions.filter((q) => said[q.text]?.trim()).map((q) => ({ question: q.text, answer: said[q.text].trim() }))
  return answers.length ? { answers } : {}
}

const option = (c: { code: string; name: string }) => ({ value: c.code, name: c.name })

/** The delegates of a community, with whom something can be raised. */
const hostsOf = async (community?: string) =>
  (community ? (await api.get('/communities/{id}/delegates', { id: community })).items : []).map((d) => ({ value: d.person_id, name: d.name, sub: d.title }))

/** What a new report that staff enter can be: its category, and the partners that pass reports on. */
export async function entryOptions(community?: string) {
  const [{ items, partners }, hosts] = await Promise.all([known(community), hostsOf(community)])
  return { categories: items.filter((c) => !c.hidden).map((c) => ({ ...option(c), questions: c.questions })), partners: partners.filter((p) => !p.hidden).map(option), hosts }
}

/** What reports have, as choices of a filter: the families, and the categories below their family. */
export async function matterOptions() {
  const { items, families } = await known()
  return { families: families.map(option), categories: items.map((c) => ({ ...option(c), family: families.find((f) => f.code === c.family)?.name ?? '' })) }
}

export const categoryOptions = async () => (await matterOptions()).categories

const whole = 'family:'
/** Families and categories as the choices of one filter. */
export async function narrowOptions() {
  const { families, categories } = await matterOptions()
  return [...families.map((f) => ({ value: whole + f.value, name: `${f.name}（大类）` })), ...categories]
}
/** What the service is asked for a choice of narrowOptions. */
export const narrowed = (choice: string) => (choice.startsWith(whole) ? { family: choice.slice(whole.length) } : { category: choice || undefined })
