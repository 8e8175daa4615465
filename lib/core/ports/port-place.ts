import { keptBy } from '@/lib/core/findings/kept-by'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactOf, ObservedFact } from '@/lib/core/observed/fact'
import type { PortNumber } from './firewall-decision'
import { plainAddress } from './loopback'

export type ObservedPort = ObservedFact<FactOf<'port'>>
type Fact = ObservedPort | ObservedFact<FactOf<'socket'>>
type Nodes = Pick<Inventory, 'nodes'>

/** Where a port is: on a node, or at an address that no node has. */
export interface PortPlace {
  readonly node: string | null
  readonly address: string | null
}

/** `nginx-1:443/tcp` */
export function cellId({ node, address }: PortPlace, { port, transport }: PortNumber): string {
  return `${node ?? address}:${port}/${transport}`
}

/** What was seen belongs to the node that has its address now; else to the one of which it was said. */
export function placeOf(inventory: Nodes, body: Fact['body']): PortPlace {
  if (body.kind === 'port') return { node: nodeAt(inventory, body.address, body.node), address: body.address }
  const node = nodeAt(inventory, plainAddress(body.localAddress), body.node)
  return { node, address: addressOf(inventory, node) }
}

export function addressOf({ nodes }: Nodes, slug: string | null): string | null {
  return slug === null ? null : (addresses(nodes).bySlug.get(slug) ?? null)
}

/** A listening socket as the open port that it is, at the address that it is bound to. */
export function asPort(fact: Fact): ObservedPort {
  if (fact.body.kind === 'port') return fact as ObservedPort
  const { node, localAddress, port, transport, process } = fact.body
  const seen = { state: 'open', service: process, reason: `listens on ${localAddress}` } as const
  return { ...fact, body: { kind: 'port', node, address: localAddress, port, transport, ...seen } }
}

/** Nodes may share an address: of these the one of which it was said. */
function nodeAt(inventory: Nodes, address: string, said: string | null): string | null {
  if (said !== null && addressOf(inventory, said) === address) return said
  return addresses(inventory.nodes).toSlug.get(address) ?? said
}

const addresses = keptBy((nodes: Inventory['nodes']) => {
  const pairs = nodes.flatMap(({ slug, address }) => (address ? [[slug, address] as const] : []))
  return { bySlug: new Map(pairs), toSlug: new Map(pairs.map(([slug, address]) => [address, slug])) }
})
