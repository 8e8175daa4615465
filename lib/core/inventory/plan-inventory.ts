import { canonicalJson } from './canonical-json'
import type { Inventory } from './inventory'
import { type InventoryThing, inventoryThings } from './inventory-things'

/** `from` and `to` as people read them; null stands for not there. */
export interface FieldChange {
  readonly field: string
  readonly from: string | null
  readonly to: string | null
}

export type InventoryChange =
  | {
      readonly type: 'added' | 'removed'
      readonly kind: string
      readonly slug: string
      readonly summary: string
    }
  | {
      readonly type: 'changed'
      readonly kind: string
      readonly slug: string
      readonly fields: readonly FieldChange[]
    }

/** What applying an inventory would change. No changes: it says what is in force already. */
export interface InventoryPlan {
  readonly changes: readonly InventoryChange[]
  readonly added: number
  readonly changed: number
  readonly removed: number
}

/** Compares part by part, by name; the order of parts in the file means nothing. `before` is null for the first. */
export function planInventory(before: Inventory | null, after: Inventory): InventoryPlan {
  const old = before ? inventoryThings(before) : []
  const now = inventoryThings(after)
  const oldByName = new Map(old.map((thing) => [nameOf(thing), thing]))
  const nowNames = new Set(now.map(nameOf))
  const kept = now.flatMap((thing): readonly InventoryChange[] => {
    const earlier = oldByName.get(nameOf(thing))
    if (earlier === undefined) return [addedOrRemoved('added', thing)]
    const fields = compareFields('', earlier.value, thing.value)
    return fields.length === 0 ? [] : [{ type: 'changed', kind: thing.kind, slug: thing.slug, fields }]
  })
  const gone = old.filter((thing) => !nowNames.has(nameOf(thing)))
  const changes = [...kept, ...gone.map((thing) => addedOrRemoved('removed', thing))]
  const count = (type: InventoryChange['type']) => changes.filter((change) => change.type === type).length
  return { changes, added: count('added'), changed: count('changed'), removed: count('removed') }
}

function nameOf(thing: InventoryThing): string {
  return `${thing.kind} ${thing.slug}`
}

function addedOrRemoved(type: 'added' | 'removed', thing: InventoryThing): InventoryChange {
  return { type, kind: thing.kind, slug: thing.slug, summary: summaryOf(thing.value) }
}

/** What a person needs to recognise the part by. */
function summaryOf(value: Readonly<Record<string, unknown>>): string {
  const { name, kind, source, target, subject, stated, title, path, port } = value
  const ends = typeof source === 'string' && typeof target === 'string' ? `${source} → ${target}` : undefined
  const parts = [name, kind, ends, subject, title, stated, path, port]
  return parts.filter((part) => typeof part === 'string' || typeof part === 'number').join(', ')
}

function compareFields(field: string, from: unknown, to: unknown): readonly FieldChange[] {
  if (canonicalJson(from) === canonicalJson(to)) return []
  if (!isPlainObject(from) || !isPlainObject(to)) return [{ field, from: shown(from), to: shown(to) }]
  const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])]
  return keys.flatMap((key) => compareFields(field === '' ? key : `${field}.${key}`, from[key], to[key]))
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function shown(value: unknown): string | null {
  if (value === undefined) return null
  return typeof value === 'string' ? value : canonicalJson(value)
}
