/**
 * The new value with every part that equals the old one replaced by the old one, so that what did not change
 * is the very same object and memory of it holds. Elements of lists are matched by their `slug`, `id` or `key`, then by place.
 */
export function shareUnchanged<Value>(before: unknown, after: Value): Value {
  if (before === after) return after
  if (Array.isArray(after)) return Array.isArray(before) ? (shareList(before, after) as Value) : after
  if (!isObject(after) || !isObject(before) || Array.isArray(before)) return after
  let isSame = Object.keys(before).length === Object.keys(after).length
  const shared: Record<string, unknown> = {}
  for (const key of Object.keys(after)) {
    const kept = shareUnchanged(before[key], after[key])
    shared[key] = kept
    if (kept !== before[key] || !(key in before)) isSame = false
  }
  return (isSame ? before : shared) as Value
}

function shareList(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  let byName: ReadonlyMap<string, unknown> | undefined
  let isSame = before.length === after.length
  const shared = after.map((element, index) => {
    const opposite = before[index]
    if (element === opposite) return element
    const name = nameOf(element)
    let earlier = opposite
    if (name !== undefined && nameOf(opposite) !== name) {
      byName ??= new Map(before.map((each) => [nameOf(each) ?? '', each]))
      earlier = byName.get(name)
    }
    const kept = shareUnchanged(earlier, element)
    if (kept !== opposite) isSame = false
    return kept
  })
  return isSame ? before : shared
}

function nameOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined
  const name = value.slug ?? value.id ?? value.key
  return typeof name === 'string' ? name : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
