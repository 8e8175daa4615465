import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import { issueProblems } from '@/lib/core/errors/issue-problems'
import type { Inventory } from '@/lib/core/inventory/inventory'

/** What differs where the estate is run: ports that had to move, by the specified number. */
export const overlaySchema = z.strictObject({
  portShift: z.record(z.string().regex(/^\d+$/, 'a port number'), z.int().min(1).max(65_535)).default({}),
})
export type Overlay = z.infer<typeof overlaySchema>
export type PortShift = Overlay['portShift']

/** Reads an overlay file. Throws `bad-input` when it is not `{"portShift": {"443": 10443}}`. */
export function readOverlay(text: string, file: string): Overlay {
  const parsed = overlaySchema.safeParse(jsonOf(text, file))
  if (parsed.success) return parsed.data
  const problems = issueProblems(parsed.error).map((problem) => ({ ...problem, file }))
  throw new AppError('bad-input', `${file} is not a valid overlay.`, { problems })
}

function jsonOf(text: string, file: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new AppError('bad-input', `${file} is not JSON.`, { cause })
  }
}

/**
 * Leads the probes and connectors to the ports really used. Every `port` in their settings is moved, however deep; the
 * declared ports of links and of the port matrix stay as specified. Settings without a moved port stay the
 * same objects.
 */
export function shiftPorts(inventory: Inventory, portShift: PortShift): Inventory {
  if (Object.keys(portShift).length === 0) return inventory
  const nodes = inventory.nodes.map((node) => ({
    ...node,
    probes: node.probes.map((probe) => ({
      ...probe,
      settings: shiftedSettings(probe.settings, portShift),
    })),
  }))
  const connectors = inventory.connectors.map((connector) => ({
    ...connector,
    settings: shiftedSettings(connector.settings, portShift),
  }))
  return { ...inventory, nodes, connectors }
}

function shiftedSettings(settings: Readonly<Record<string, unknown>>, portShift: PortShift) {
  return Object.fromEntries(
    Object.entries(settings).map(([key, value]) => [key, shifted(key, value, portShift)]),
  )
}

function shifted(key: string, value: unknown, portShift: PortShift): unknown {
  if (key === 'port' && typeof value === 'number') return portShift[String(value)] ?? value
  if (Array.isArray(value)) return value.map((item) => shifted('', item, portShift))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, below]) => [name, shifted(name, below, portShift)]),
  )
}
