import { readFileSync } from 'node:fs'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { connectorKinds } from '@/lib/server/connectors/registry'
import { parseInventory } from '@/lib/server/inventory-files/parse-inventory'
import { probeKinds } from '@/lib/server/probes/registry'

/** The estate that Switchyard ships with, as declared. */
export function readShippedInventory(): Inventory {
  const file = 'inventory/askproai.yaml'
  return parseInventory(readFileSync(file, 'utf8'), { file, probeKinds, connectorKinds })
}
