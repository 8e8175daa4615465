import type { Inventory } from '@/lib/core/inventory/inventory'
import type { InventoryLink } from '@/lib/core/inventory/link'
import type { InventoryNode, NodeKind } from '@/lib/core/inventory/node'
import { groupBy, keptBy } from './kept-by'
import type { FindingInput } from './rule-definition'

const bySlug = keptBy(
  (nodes: Inventory['nodes']): ReadonlyMap<string, InventoryNode> =>
    new Map(nodes.map((node) => [node.slug, node])),
)
const byKind = keptBy((nodes: Inventory['nodes']) => groupBy(nodes, (node) => node.kind))
const byId = keptBy((links: Inventory['links']) => new Map(links.map((link) => [link.id, link])))
const bySource = keptBy((links: Inventory['links']) => groupBy(links, (link) => link.source))
const byTarget = keptBy((links: Inventory['links']) => groupBy(links, (link) => link.target))
const byLinkKind = keptBy((links: Inventory['links']) => groupBy(links, (link) => link.kind))
const byGroup = keptBy((nodes: Inventory['nodes']) => groupBy(nodes, (node) => node.group ?? ''))

/** Every look-up is kept as long as its array lives: rules share them. */
export function nodeNamed({ inventory }: FindingInput, slug: string): InventoryNode | undefined {
  return bySlug(inventory.nodes).get(slug)
}

export function nodesOf(
  { inventory }: FindingInput,
  ...kinds: readonly NodeKind[]
): readonly InventoryNode[] {
  return kinds.flatMap((kind) => byKind(inventory.nodes).get(kind) ?? [])
}

export function linkNamed({ inventory }: FindingInput, id: string): InventoryLink | undefined {
  return byId(inventory.links).get(id)
}

export function linksFrom({ inventory }: FindingInput, slug: string): readonly InventoryLink[] {
  return bySource(inventory.links).get(slug) ?? []
}

export function linksTo({ inventory }: FindingInput, slug: string): readonly InventoryLink[] {
  return byTarget(inventory.links).get(slug) ?? []
}

export function linksOfKind(
  { inventory }: FindingInput,
  kind: InventoryLink['kind'],
): readonly InventoryLink[] {
  return byLinkKind(inventory.links).get(kind) ?? []
}

/** Members of a group: nodes that name it, and nodes that it names. */
export function groupMembers(input: FindingInput, slug: string): readonly InventoryNode[] {
  const group = input.inventory.groups.find((each) => each.slug === slug)
  const named = (group?.members ?? []).flatMap((member) => nodeNamed(input, member) ?? [])
  return [...new Set([...(byGroup(input.inventory.nodes).get(slug) ?? []), ...named])]
}

/** Zones that hold people: what is there is not run by us. */
const outsideZones = keptBy(
  (nodes: Inventory['nodes']) =>
    new Set(nodes.filter((node) => node.kind === 'actor').flatMap((node) => node.zone ?? [])),
)

/** Whether the estate runs it itself: no person, no supplier's service, nothing out on the Internet. */
export function isOurs(input: FindingInput, node: InventoryNode): boolean {
  if (['actor', 'external-service', 'notification'].includes(node.kind) || node.supplier !== undefined)
    return false
  return !outsideZones(input.inventory.nodes).has(node.zone ?? '')
}

/** Stores whose loss loses data. A cluster stands for its members. */
export function dataStores(input: FindingInput): readonly InventoryNode[] {
  const clusters = nodesOf(input, 'cluster')
  const inside = new Set(clusters.flatMap((each) => (each.rollsUp ? groupMembers(input, each.rollsUp) : [])))
  const alone = nodesOf(input, 'database', 'cache', 'object-storage', 'search').filter(
    (each) => !inside.has(each),
  )
  return [...alone, ...clusters].filter((node) => node.lifecycle === 'active' && isOurs(input, node))
}

/** Databases that follow another one, by the replication links. */
export function replicasOf(input: FindingInput, primary: string): readonly InventoryNode[] {
  return linksFrom(input, primary)
    .filter((link) => link.kind === 'replication')
    .flatMap((link) => nodeNamed(input, link.target) ?? [])
    .filter((node) => node.kind === 'database')
}

/** Databases that follow nobody, so take writes. */
export function primaries(input: FindingInput): readonly InventoryNode[] {
  return nodesOf(input, 'database').filter(
    (node) =>
      node.lifecycle === 'active' &&
      !/replica/i.test(node.role ?? '') &&
      !linksTo(input, node.slug).some((link) => link.kind === 'replication'),
  )
}

/** `linksTo` and `linksFrom` with the ends resolved: what traffic reaches the node comes from these. */
export function callersOf(input: FindingInput, slug: string): readonly InventoryNode[] {
  return linksTo(input, slug)
    .filter((link) => link.kind === 'traffic')
    .flatMap((link) => nodeNamed(input, link.source) ?? [])
}
