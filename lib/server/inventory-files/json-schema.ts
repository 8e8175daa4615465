import { z } from 'zod'
import { connectorSchema } from '@/lib/core/inventory/connector'
import { inventorySchema } from '@/lib/core/inventory/inventory'
import { probeSchema } from '@/lib/core/inventory/node'
import type { KnownKind } from './parse-inventory'

interface KnownKinds {
  readonly probeKinds: readonly KnownKind[]
  readonly connectorKinds: readonly KnownKind[]
}

/**
 * The JSON Schema of an inventory file, with which editors complete and check it. The settings of a probe
 * or a connector are those of its kind.
 */
export function inventoryJsonSchema({
  probeKinds,
  connectorKinds,
}: KnownKinds): Readonly<Record<string, unknown>> {
  const rules = [
    { schema: probeSchema, description: 'A probe kind.', kinds: probeKinds },
    { schema: connectorSchema, description: 'A connector kind.', kinds: connectorKinds },
  ]
  const schema = z.toJSONSchema(inventorySchema, {
    io: 'input',
    target: 'draft-7',
    override: ({ zodSchema, jsonSchema }) => {
      const rule = rules.find(({ schema: ruled, kinds }) => ruled === zodSchema && kinds.length > 0)
      if (rule === undefined) return
      const kind = { description: rule.description, enum: rule.kinds.map((known) => known.kind) }
      jsonSchema.properties = { ...jsonSchema.properties, kind }
      jsonSchema.allOf = rule.kinds.map(settingsRule)
    },
  })
  return { title: 'Switchyard inventory', ...schema }
}

/** When the kind is this one, the settings are its own. */
function settingsRule(known: KnownKind): z.core.JSONSchema.BaseSchema {
  const { $schema: _, ...settings } = z.toJSONSchema(known.settings, {
    io: 'input',
    target: 'draft-7',
    unrepresentable: 'any',
  })
  return {
    if: { properties: { kind: { const: known.kind } }, required: ['kind'] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { properties: { settings } },
  }
}

/** As it is kept in `public/schemas/inventory.schema.json`. */
export function inventoryJsonSchemaText(kinds: KnownKinds): string {
  return `${JSON.stringify(inventoryJsonSchema(kinds), null, 2)}\n`
}
