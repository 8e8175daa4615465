/** A list so long is shown as it is; of a longer one the first lines, and the rest opens. */
const MOST = 6
const FIRST = 4

/** What of a list is read at once, so that what there is to do stays near, and what opens behind it. */
export function folded<Item>(items: readonly Item[]): {
  readonly shown: readonly Item[]
  readonly more: readonly Item[]
} {
  if (items.length <= MOST) return { shown: items, more: [] }
  return { shown: items.slice(0, FIRST), more: items.slice(FIRST) }
}
