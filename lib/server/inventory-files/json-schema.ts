import { z } from 'zod'
import { inventorySchema } from '@/lib/core/inventory/inventory'
import { probeSchema } from '@/lib/core/inventory/node'
import type { KnownProbeKind } from './parse-inventory'

/**
 * The JSON Schema of an inventory file, with which editors complete and check it. The settings of a probe are
 * those of its kind.
 */
export function inventoryJsonSchema(kinds: readonly KnownProbeKind[]): Readonly<Record<string, unknown>> {
  const schema = z.toJSONSchema(inventorySchema, {
    io: 'input',
    target: 'draft-7',
    override: ({ zodSchema, jsonSchema }) => {
      if (zodSchema !== probeSchema) return
      const kind = { description: 'A probe kind.', enum: kinds.map((known) => known.kind) }
      jsonSchema.properties = { ...jsonSchema.properties, kind }
      jsonSchema.allOf = kinds.map(settingsRule)
    },
  })
  return { title: 'Switchyard inventory', ...schema }
}

/** When the kind is this one, the settings are its own. */
function settingsRule(known: KnownProbeKind): z.core.JSONSchema.BaseSchema {
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
export function inventoryJsonSchemaText(kinds: readonly KnownProbeKind[]): string {
  return `${JSON.stringify(inventoryJsonSchema(kinds), null, 2)}\n`
}
