import type { Inventory } from '@/lib/core/inventory/inventory'
import type { InventoryLink } from '@/lib/core/inventory/link'
import type { InventoryNode, NodeKind } from '@/lib/core/inventory/node'
import { groupedBy, keptBy, keptByBoth } from './kept-by'
import type { FindingInput } from './rule-definition'

/** All that is looked up here. */
export type Declared = Pick<FindingInput, 'inventory'>

const bySlug = groupedBy((node: InventoryNode) => node.slug)
const byKind = groupedBy((node: InventoryNode) => node.kind)
const byGroup = groupedBy((node: InventoryNode) => node.group ?? '')
const byId = groupedBy((link: InventoryLink) => link.id)
const bySource = groupedBy((link: InventoryLink) => link.source)
const byTarget = groupedBy((link: InventoryLink) => link.target)
const byLinkKind = groupedBy((link: InventoryLink) => link.kind)

/** Every look-up is kept as long as its array lives: rules share them. */
export function nodeNamed({ inventory }: Declared, slug: string): InventoryNode | undefined {
  return bySlug(inventory.nodes).get(slug)?.[0]
}

export function nodesOf({ inventory }: Declared, ...kinds: readonly NodeKind[]): readonly InventoryNode[] {
  return kinds.flatMap((kind) => byKind(inventory.nodes).get(kind) ?? [])
}

export function linkNamed({ inventory }: FindingInput, id: string): InventoryLink | undefined {
  return byId(inventory.links).get(id)?.[0]
}

export function linksFrom({ inventory }: FindingInput, slug: string): readonly InventoryLink[] {
  return bySource(inventory.links).get(slug) ?? []
}

export function linksTo({ inventory }: Declared, slug: string): readonly InventoryLink[] {
  return byTarget(inventory.links).get(slug) ?? []
}

export function linksOfKind(
  { inventory }: FindingInput,
  kind: InventoryLink['kind'],
): readonly InventoryLink[] {
  return byLinkKind(inventory.links).get(kind) ?? []
}

/** Members of a group: nodes that name it, and nodes that it names. */
export function groupMembers({ inventory }: Declared, slug: string): readonly InventoryNode[] {
  return membersOf(inventory.nodes, inventory.groups, slug)
}

function membersOf(nodes: Inventory['nodes'], groups: Inventory['groups'], slug: string) {
  const named = groups.find((each) => each.slug === slug)?.members ?? []
  return [
    ...new Set([
      ...(byGroup(nodes).get(slug) ?? []),
      ...named.flatMap((member) => bySlug(nodes).get(member)?.[0] ?? []),
    ]),
  ]
}

/** Zones that hold people: what is there is not run by us. */
const outsideZones = keptBy(
  (nodes: Inventory['nodes']) =>
    new Set((byKind(nodes).get('actor') ?? []).flatMap((node) => node.zone ?? [])),
)

/** Whether the estate runs it itself: no person, no supplier's service, nothing out on the Internet. */
export function isOurs({ inventory }: Declared, node: InventoryNode): boolean {
  return isOursOutside(outsideZones(inventory.nodes), node)
}

function isOursOutside(outside: ReadonlySet<string>, node: InventoryNode): boolean {
  if (['actor', 'external-service', 'notification'].includes(node.kind) || node.supplier !== undefined)
    return false
  return !outside.has(node.zone ?? '')
}

/** Stores whose loss loses data. A cluster stands for its members. */
export function dataStores(input: FindingInput): readonly InventoryNode[] {
  const { nodes, groups } = input.inventory
  return storesAmong(nodes, groups)
}

const storesAmong = keptByBoth((nodes: Inventory['nodes'], groups: Inventory['groups']) => {
  const ofKind = (kind: NodeKind) => byKind(nodes).get(kind) ?? []
  const clusters = ofKind('cluster')
  const inside = new Set(
    clusters.flatMap((each) => (each.rollsUp ? membersOf(nodes, groups, each.rollsUp) : [])),
  )
  const alone = (['database', 'cache', 'object-storage', 'search'] as const)
    .flatMap(ofKind)
    .filter((each) => !inside.has(each))
  const outside = outsideZones(nodes)
  return [...alone, ...clusters].filter((node) => node.lifecycle === 'active' && isOursOutside(outside, node))
})

/** Databases that follow another one, by the replication links. */
export function replicasOf(input: FindingInput, primary: string): readonly InventoryNode[] {
  return linksFrom(input, primary)
    .filter((link) => link.kind === 'replication')
    .flatMap((link) => nodeNamed(input, link.target) ?? [])
    .filter((node) => node.kind === 'database')
}

/** Databases that follow nobody, so take writes. */
export function primaries({ inventory }: FindingInput): readonly InventoryNode[] {
  return primariesAmong(inventory.nodes, inventory.links)
}

const primariesAmong = keptByBoth((nodes: Inventory['nodes'], links: Inventory['links']) =>
  (byKind(nodes).get('database') ?? []).filter(
    (node) =>
      node.lifecycle === 'active' &&
      !/replica/i.test(node.role ?? '') &&
      !byTarget(links)
        .get(node.slug)
        ?.some((link) => link.kind === 'replication'),
  ),
)

/** `linksTo` and `linksFrom` with the ends resolved: what traffic reaches the node comes from these. */
export function callersOf(input: FindingInput, slug: string): readonly InventoryNode[] {
  return linksTo(input, slug)
    .filter((link) => link.kind === 'traffic')
    .flatMap((link) => nodeNamed(input, link.source) ?? [])
}
