import { Document, isScalar, isSeq, visit } from 'yaml'
import { z } from 'zod'
import { canonicalJson } from '@/lib/core/inventory/canonical-json'
import { type Inventory, inventorySchema } from '@/lib/core/inventory/inventory'

const SCHEMA_COMMENT = ' yaml-language-server: $schema=../public/schemas/inventory.schema.json'
const MAX_LINE = 110

/**
 * The inventory as canonical YAML: equal inventories give equal text. Fields that hold their default are left
 * out. Parsing it gives the same inventory again.
 */
export function formatInventory(inventory: Inventory): string {
  const schema = asShape(z.toJSONSchema(inventorySchema, { io: 'input' }))
  const document = new Document(withoutDefaults(inventory, schema), { aliasDuplicateObjects: false })
  document.commentBefore = SCHEMA_COMMENT
  visit(document, {
    Seq: (_key, seq) => {
      const length = seq.items.reduce<number>((sum, item) => sum + String(item).length + 2, 0)
      if (isSeq(seq) && seq.items.every(isScalar) && length < MAX_LINE - 30) seq.flow = true
    },
  })
  return document.toString({ lineWidth: 0 })
}

interface Shape {
  readonly default?: unknown
  readonly properties?: Readonly<Record<string, Shape>>
  readonly items?: Shape
}

/** zod's type of a JSON Schema is wider than what is read of it here. */
function asShape(schema: unknown): Shape {
  return schema as Shape
}

function withoutDefaults(value: unknown, shape: Shape | undefined): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutDefaults(item, shape?.items))
  if (typeof value !== 'object' || value === null) return value
  const kept = Object.entries(value).filter(([key, part]) => {
    const known = shape?.properties?.[key]
    const isDefault = known?.default !== undefined && canonicalJson(known.default) === canonicalJson(part)
    return part !== undefined && !isDefault
  })
  return Object.fromEntries(kept.map(([key, part]) => [key, withoutDefaults(part, shape?.properties?.[key])]))
}
