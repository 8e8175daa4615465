import { z } from 'zod'
import type { Inventory } from '@/lib/core/inventory/inventory'

/** What differs where the estate is run: ports that had to move, by the specified number. */
export const overlaySchema = z.object({
  portShift: z.record(z.string().regex(/^\d+$/, 'a port number'), z.int().min(1).max(65_535)).default({}),
})
export type Overlay = z.infer<typeof overlaySchema>
export type PortShift = Overlay['portShift']

/**
 * Leads the probes to the ports really used. Every `port` in their settings is moved, however deep; the
 * declared ports of links and of the port matrix stay as specified. Settings without a moved port stay the
 * same objects.
 */
export function shiftPorts(inventory: Inventory, portShift: PortShift): Inventory {
  if (Object.keys(portShift).length === 0) return inventory
  const nodes = inventory.nodes.map((node) => ({
    ...node,
    probes: node.probes.map((probe) => ({
      ...probe,
      settings: Object.fromEntries(
        Object.entries(probe.settings).map(([key, value]) => [key, shifted(key, value, portShift)]),
      ),
    })),
  }))
  return { ...inventory, nodes }
}

function shifted(key: string, value: unknown, portShift: PortShift): unknown {
  if (key === 'port' && typeof value === 'number') return portShift[String(value)] ?? value
  if (Array.isArray(value)) return value.map((item) => shifted('', item, portShift))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, below]) => [name, shifted(name, below, portShift)]),
  )
}
