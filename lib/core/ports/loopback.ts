import { isInRange } from '@/lib/core/dns/ip-range'
import { keptBy } from '@/lib/core/findings/kept-by'
import type { Inventory } from '@/lib/core/inventory/inventory'

const loopbackRanges = ['127.0.0.0/8', '::1/128', '::ffff:7f00:0/104']

/**
 * Whether what listens on the address answers its own machine alone: a loopback address, or one bound to the loopback
 * device, that the inventory does not declare. An estate in a box, such as the lab, declares addresses out of
 * 127.0.0.0/8; these are how its nodes reach each other.
 */
export function isLoopbackOnly({ nodes }: Pick<Inventory, 'nodes'>, localAddress: string): boolean {
  const address = plainAddress(localAddress)
  const isLocal = localAddress.endsWith('%lo') || loopbackRanges.some((range) => isInRange(address, range))
  return isLocal && !declaredAddresses(nodes).has(address)
}

/** The address alone, of `127.0.0.53%lo` and `::ffff:127.0.0.1` as ss writes them. */
export function plainAddress(localAddress: string): string {
  return localAddress.replace(/%.*$/, '').replace(/^::ffff:(?=\d+\.)/i, '')
}

/** Probes may ask at an address that is not their node's own; at 127.0.0.1 and ::1 they ask their worker's machine. */
const declaredAddresses = keptBy((nodes: Inventory['nodes']): ReadonlySet<unknown> => {
  const asked = nodes.flatMap(({ probes }) => probes.map(({ settings }) => settings.host))
  const elsewhere = asked.filter((host) => host !== '127.0.0.1' && host !== '::1')
  return new Set([...elsewhere, ...nodes.map(({ address }) => address)])
})
