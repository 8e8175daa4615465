import type { Inventory } from '@/lib/core/inventory/inventory'
import { connectorKinds } from '@/lib/server/connectors/registry'
import type { PortShift } from '@/lib/server/inventory-files/overlay'
import { parseInventory } from '@/lib/server/inventory-files/parse-inventory'
import { probeKinds } from '@/lib/server/probes/registry'

/** An inventory as people hand it in: YAML or JSON. */
export interface InventoryText {
  readonly text: string
  /** Its name in messages. */
  readonly file: string
  readonly portShift?: PortShift
}

/** Reads it against the probe and connector kinds of this version. Throws `bad-input` and `too-large` as parseInventory does. */
export function readInventoryText({ text, file, portShift = {} }: InventoryText): Inventory {
  return parseInventory(text, { file, portShift, probeKinds, connectorKinds })
}
