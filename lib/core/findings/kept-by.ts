import { changeOf, rememberChange } from './list-change'

/** Builds once for each object and keeps it as long as the object lives: an index over an array of the inventory. */
export function keptBy<Key extends object, Value>(build: (key: Key) => Value): (key: Key) => Value {
  const kept = new WeakMap<Key, { readonly value: Value }>()
  return (key) => {
    const known = kept.get(key)
    if (known !== undefined) return known.value
    const value = build(key)
    kept.set(key, { value })
    return value
  }
}

/** `keptBy` two objects together. */
export function keptByBoth<First extends object, Second extends object, Value>(
  build: (first: First, second: Second) => Value,
): (first: First, second: Second) => Value {
  const byFirst = keptBy((first: First) => keptBy((second: Second) => build(first, second)))
  return (first, second) => byFirst(first)(second)
}

/** Keeps what was last built for an object as long as it is built from the very same parts. */
export function keptByParts<Key extends object, Part, Value>(
  build: (key: Key, parts: readonly Part[]) => Value,
): (key: Key, parts: readonly Part[]) => Value {
  const kept = new WeakMap<Key, { readonly parts: readonly Part[]; readonly value: Value }>()
  return (key, parts) => {
    const known = kept.get(key)
    if (known?.parts.length === parts.length && known.parts.every((part, index) => part === parts[index]))
      return known.value
    const value = build(key, parts)
    kept.set(key, { parts, value })
    return value
  }
}

/** `keptBy` a list, element by element: of a list in which little changed only that is mapped again. */
export function mappedBy<Item, Value>(
  map: (item: Item) => Value,
): (items: readonly Item[]) => readonly Value[] {
  const kept = new WeakMap<readonly Item[], readonly Value[]>()
  return (items) => {
    const known = kept.get(items)
    if (known !== undefined) return known
    const change = changeOf(items)
    const before = change && kept.get(change.before as readonly Item[])
    const mapped = before?.slice() ?? items.map(map)
    if (change !== undefined && before !== undefined) {
      for (const [place, item] of replacedIn(items, change.places)) mapped[place] = map(item)
      rememberChange(mapped, { before, places: change.places })
    }
    kept.set(items, mapped)
    return mapped
  }
}

/** `groupBy`, kept by its list. Of a list in which little changed only the groups of that are made anew. */
export function groupedBy<Item, Key>(
  keyOf: (item: Item) => Key,
): (items: readonly Item[]) => ReadonlyMap<Key, readonly Item[]> {
  const kept = new WeakMap<readonly Item[], Map<Key, readonly Item[]>>()
  return (items) => {
    const known = kept.get(items)
    if (known !== undefined) return known
    const change = changeOf(items)
    const before = change?.before as readonly Item[] | undefined
    const older = before && kept.get(before)
    const isPatched =
      before !== undefined &&
      older !== undefined &&
      patch(older, { before, items, keyOf, places: change?.places ?? [] })
    const groups = isPatched ? older : groupBy(items, keyOf)
    // The older list's groups were changed in place: whoever asks for that list again has them built again.
    if (isPatched) kept.delete(before)
    kept.set(items, groups)
    return groups
  }
}

interface Patch<Item, Key> {
  readonly before: readonly Item[]
  readonly items: readonly Item[]
  readonly places: readonly number[]
  keyOf(item: Item): Key
}

/** False, and nothing is done, where an element moved to another group or cannot be told from its like. */
function patch<Item, Key>(
  groups: Map<Key, readonly Item[]>,
  { before, items, places, keyOf }: Patch<Item, Key>,
): boolean {
  const written: { readonly key: Key; readonly was: Item; readonly is: Item }[] = []
  for (const [place, is] of replacedIn(items, places)) {
    const was = before[place] as Item
    const key = keyOf(is)
    const group = groups.get(key)
    if (key !== keyOf(was) || group === undefined) return false
    if (group.indexOf(was) !== group.lastIndexOf(was)) return false
    written.push({ key, was, is })
  }
  for (const { key, was, is } of written) {
    groups.set(
      key,
      (groups.get(key) ?? []).map((each) => (each === was ? is : each)),
    )
  }
  return true
}

function replacedIn<Item>(
  items: readonly Item[],
  places: readonly number[],
): readonly (readonly [number, Item])[] {
  return places.map((place) => [place, items[place] as Item])
}

export function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>()
  for (const item of items) {
    const key = keyOf(item)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [item])
    else group.push(item)
  }
  return groups
}
