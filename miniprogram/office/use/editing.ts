import { computed, onMounted, onUnmounted, ref, shallowRef, watch } from 'vue'
import { wordsOf } from '@linli/shared/api/fault'
import { forgotten, keepDraft, recallDraft } from '@linli/shared/store/drafts'
import { say, useDeed } from '@linli/shared/use/deed'
import { merge, same } from '@linli/shared/work/merging'

/** A list that the service keeps as a whole, with the version to save it with. */
export interface Read<T> { items: T[]; version: string }

interface Source<T, R extends Read<T>> {
  /** The name of the draft; another one is another list. "" shows none. */
  name: () => string
  read: () => Promise<R>
  write: (items: T[], version: string, key: string) => Promise<unknown>
  keyOf: (one: T) => string
  /** How a row is called when both changed it. */
  nameOf: (one: T) => string
}

const copy = <T>(all: T): T => JSON.parse(JSON.stringify(all))

/**
 * A list that is edited in place. What was typed stays on this PC until it is saved or given up. When somebody else saved
 * meanwhile, both changes are put together and `news` says which rows to look at; nothing typed is lost.
 */
export function useEditing<T, R extends Read<T>>(from: Source<T, R>) {
  const rows = ref<any>([]), base = shallowRef<T[]>([]), data = shallowRef<R>()
  const loading = ref(true), problem = ref(''), news = ref('')
  let at = '', turn = 0
  const list = () => rows.value as T[]
  const dirty = computed(() => !same(rows.value, base.value))

  function take(read: R, mine: T[], before: T[]) {
    const { rows: put, both, taken } = merge(before, read.items, mine, from.keyOf)
    const called = (key: string) => {
      const found = [...mine, ...read.items].find((one) => from.keyOf(one) === key.split('#')[0])
      return found ? from.nameOf(found) : key
    }
    news.value = [
      both.length ? `您和别人都改了：${both.map(called).join('、')}。表里是您的，请核对。` : '',
      taken.length ? `别人刚改了：${taken.map(called).join('、')}。已经换成新的。` : '',
    ].filter(Boolean).join('')
    base.value = copy(read.items)
    rows.value = copy(put)
    data.value = read
  }
  async function load() {
    const mine = ++turn, name = from.name()
    if (!name) return
    loading.value = true
    try {
      const read = await from.read()
      if (mine !== turn) return
      if (name !== at) {
        at = ''
        const kept = recallDraft(name)?.said as { rows: T[]; base: T[] } | undefined
        if (kept) take(read, kept.rows, kept.base)
        else take(read, copy(read.items), read.items)
        at = name
      } else if (read.version !== data.value?.version) take(read, copy(list()), base.value)
      else data.value = read
      problem.value = ''
    } catch (thrown) {
      if (mine === turn) problem.value = wordsOf(thrown)
    }
    if (mine === turn) loading.value = false
  }
  watch([rows, base], () => {
    if (at && at === from.name()) keepDraft(at, dirty.value ? { said: { rows: copy(list()), base: base.value }, photos: [] } : undefined)
  }, { deep: true })
  watch(() => forgotten.times, () => { at = ''; rows.value = copy(base.value); void load() }) // another person has logged in
  watch(from.name, () => { at = ''; data.value = undefined; rows.value = []; base.value = []; news.value = ''; void load() })

  const saving = useDeed(async (key, items: T[]) => { await from.write(items, data.value!.version, key) })
  /** Saves these rows and shows what is then there. Resolves to whether they were saved. */
  async function save(items = list()): Promise<boolean> {
    if (!(await saving.run(copy(items)))) return false
    keepDraft(at, undefined)
    at = ''
    await load()
    news.value = ''
    say('已保存')
    return true
  }
  function undo() {
    rows.value = copy(base.value)
    news.value = ''
  }
  const hear = () => { if (data.value || problem.value) void load() }
  const warn = (e: BeforeUnloadEvent) => { if (saving.busy.value) e.preventDefault() }
  onMounted(() => { uni.$on('news', hear); addEventListener('beforeunload', warn); void load() })
  onUnmounted(() => { uni.$off('news', hear); removeEventListener('beforeunload', warn) })
  return { rows, base, data, dirty, loading, problem, news, saving, load, save, undo }
}
