import { rememberChange } from './list-change'

/**
 * The new value with every part that equals the old one replaced by the old one, so that what did not change
 * is the very same object and memory of it holds. Elements of lists are matched by their place, then by `slug`, `id` or `key`.
 */
export function shareUnchanged<Value>(before: unknown, after: Value): Value {
  if (before === after) return after
  if (Array.isArray(after)) return Array.isArray(before) ? (shareList(before, after) as Value) : after
  if (!isObject(after) || !isObject(before) || Array.isArray(before)) return after
  let isSame = true
  const shared: Record<string, unknown> = {}
  for (const key of Object.keys(after)) {
    const isKnown = Object.hasOwn(before, key)
    const kept = shareUnchanged(isKnown ? before[key] : undefined, after[key])
    setOwn(shared, key, kept)
    if (!isKnown || kept !== before[key]) isSame = false
  }
  return (isSame && Object.keys(before).length === Object.keys(shared).length ? before : shared) as Value
}

/** Of what people wrote: a key named `__proto__` is a key like any other. */
function setOwn(object: Record<string, unknown>, key: string, value: unknown): void {
  if (key !== '__proto__') object[key] = value
  else Object.defineProperty(object, key, { value, enumerable: true, writable: true, configurable: true })
}

function shareList(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  let byName: ReadonlyMap<string, unknown> | undefined
  const places: number[] = []
  const shared = after.map((element, index) => {
    const opposite = before[index]
    // Most elements of a large list are as they were: telling that costs far less than sharing their parts.
    if (isEqual(opposite, element)) return opposite
    places.push(index)
    const name = nameOf(element)
    if (name === undefined || nameOf(opposite) === name) return shareUnchanged(opposite, element)
    byName ??= new Map(before.map((each) => [nameOf(each) ?? '', each]))
    return shareUnchanged(byName.get(name), element)
  })
  if (before.length !== after.length) return shared
  if (places.length === 0) return before
  rememberChange(shared, { before, places })
  return shared
}

function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (!isObject(left) || !isObject(right)) return false
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false
    for (let index = 0; index < left.length; index++) if (!isEqual(left[index], right[index])) return false
    return true
  }
  if (Array.isArray(right)) return false
  let keys = 0
  for (const key in left) {
    keys++
    const value = right[key]
    if (left[key] === value ? value === undefined && !(key in right) : !isEqual(left[key], value))
      return false
  }
  for (const _key in right) keys--
  return keys === 0
}

function nameOf(value: unknown): string | undefined {
  if (!isObject(value)) return undefined
  const name = value.slug ?? value.id ?? value.key
  return typeof name === 'string' ? name : undefined
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}
