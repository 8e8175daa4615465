import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { connectorKinds } from '@/lib/server/connectors/registry'
import { probeKinds } from '@/lib/server/probes/registry'
import { inventoryJsonSchema, inventoryJsonSchemaText } from './json-schema'

test('the published JSON Schema is up to date: npm run inventory -- schema public/schemas/inventory.schema.json', () => {
  expect(readFileSync('public/schemas/inventory.schema.json', 'utf8')).toBe(
    inventoryJsonSchemaText({ probeKinds, connectorKinds }),
  )
})

test('the settings of a probe are checked as those of its kind', () => {
  const kinds = [{ kind: 'tcp', settings: z.strictObject({ host: z.string() }) }]
  expect(inventoryJsonSchema({ probeKinds: kinds, connectorKinds: [] })).toMatchObject({
    properties: {
      nodes: {
        items: {
          properties: {
            probes: {
              items: {
                properties: { kind: { enum: ['tcp'] } },
                allOf: [
                  {
                    if: { properties: { kind: { const: 'tcp' } }, required: ['kind'] },
                    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
                    then: { properties: { settings: { properties: { host: { type: 'string' } } } } },
                  },
                ],
              },
            },
          },
        },
      },
    },
  })
})
