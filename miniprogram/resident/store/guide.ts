// The guide on the telephone: after the first visit the list, the community's services and what was opened are there without a network.
import { api } from '@linli/shared/api/client'
import type { Guide, GuideCard } from '@linli/shared/api/types'
import { keep, recall } from '@linli/shared/store/surroundings'

interface Kept { community: string; cards: GuideCard[]; items: Record<string, Guide> }

const most = 120 // items kept whole
const kept = (community: string): Kept => {
  const all = recall<Kept>('guide')
  return all?.community === community ? all : { community, cards: [], items: {} }
}

/** The list of a community; without a network as it was kept. Throws a Fault when nothing is kept. */
export async function guideOf(community: string): Promise<GuideCard[]> {
  try {
    const { items } = await api.get('/communities/{id}/guide', { id: community })
    keep('guide', { ...kept(community), cards: items })
    void prefetch(community)
    return items
  } catch (thrown) {
    const { cards } = kept(community)
    if (!cards.length) throw thrown
    return cards
  }
}

/** Keeps the community's services whole. Without an answer they are kept the next time. */
async function prefetch(community: string): Promise<void> {
  const got = await api.get('/communities/{id}/guide/kept', { id: community }).catch(() => undefined)
  if (got) remember(community, got.items)
}

function remember(community: string, items: Guide[]): void {
  const known = kept(community)
  const all = { ...known.items, ...Object.fromEntries(items.map((g) => [g.id, g])) }
  keep('guide', { ...known, items: Object.fromEntries(Object.entries(all).slice(-most)) })
}

/** What words mean; without a network what the names on the telephone say. Throws a Fault when nothing is kept. */
export async function findGuide(community: string, words: string): Promise<GuideCard[]> {
  try {
    return (await api.get('/communities/{id}/guide', { id: community, words })).items
  } catch (thrown) {
    const { cards } = kept(community)
    if (!cards.length) throw thrown
    return matching(cards, words)
  }
}

const plain = (s: string): string => s.toLowerCase().replace(/[\s,，.。!！?？、:：]/g, '')

/** The cards that words mean, the longest name in the words first; then those whose name has the words. */
export function matching(cards: GuideCard[], words: string): GuideCard[] {
  const said = plain(words)
  const score = (c: GuideCard): number => Math.max(...[c.name, ...c.other_names].map(plain).map((n) =>
    (n === said ? 1000 : n.length > 1 && said.includes(n) ? 600 + n.length : said.length > 1 && n.includes(said) ? 500 - n.length : 0)))
  return cards.map((c) => ({ c, n: score(c) })).filter((one) => one.n > 0).sort((a, b) => b.n - a.n).slice(0, 20).map((one) => one.c)
}

/** An item; without a network as it was kept, `old` then. Throws a Fault when it is not. */
export async function guideItem(community: string, id: string): Promise<{ item: Guide; old: boolean }> {
  try {
    const item = await api.get('/communities/{id}/guide/{item}', { id: community, item: id })
    remember(community, [item])
    return { item, old: false }
  } catch (thrown) {
    const item = kept(community).items[id]
    if (!item || (thrown as { code?: string }).code === 'guide.missing') throw thrown
    return { item, old: true }
  }
}
