// The title of the tab, with the number of new reports that nobody has looked at: (3) 事件 · 邻里办公端.
let title = document.title, unseen = 0

function show(): void {
  document.title = unseen ? `(${unseen}) ${title}` : title
}

/** Sets the title of the page. */
export function setTitle(words: string): void {
  title = words
  show()
}

/** Counts new reports while the person looks elsewhere. */
export function countUnseen(n: number): void {
  if (document.hasFocus() && !document.hidden) return
  unseen += n
  show()
}

function look(): void {
  if (document.hidden) return
  unseen = 0
  show()
}
addEventListener('focus', look)
document.addEventListener('visibilitychange', look)
