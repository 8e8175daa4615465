import type { Inventory } from '@/lib/core/inventory/inventory'

/** Ends of a link, by its kind: the first is broken by the loss of the second. */
const readsFrom: Readonly<Record<string, readonly ['source' | 'target', 'source' | 'target']>> = {
  traffic: ['source', 'target'],
  backup: ['source', 'target'],
  replication: ['target', 'source'],
}

/**
 * Who must be told to be impacted by the loss of one node, read off the inventory as a person would: start with the lost
 * node, and go on adding who cannot do without what is lost until nobody is added. Written apart from the console's own
 * way of finding it, so that the two can be compared.
 */
export function expectedImpact(inventory: Inventory, lostSlug: string): readonly string[] {
  const lost = new Set([lostSlug])
  const needs = inventory.nodes.map((node) => ({ slug: node.slug, needed: needsOf(inventory, node.slug) }))
  for (let before = -1; before !== lost.size; ) {
    before = lost.size
    for (const { slug, needed } of needs) {
      if (needed.some((need) => !isMet(need, lost))) lost.add(slug)
    }
  }
  lost.delete(lostSlug)
  return [...lost].sort()
}

/** Nodes that stand for a group to which the node belongs, directly or through another such node. */
export function groupsAround(inventory: Inventory, slug: string): readonly string[] {
  const around = new Set([slug])
  for (let before = -1; before !== around.size; ) {
    before = around.size
    for (const node of inventory.nodes) {
      const members = node.rollsUp === undefined ? [] : membersOf(inventory, node.rollsUp)
      if (members.some((member) => around.has(member))) around.add(node.slug)
    }
  }
  around.delete(slug)
  return [...around].sort()
}

interface Need {
  readonly anyOf: readonly string[]
  readonly weightOf: (slug: string) => number
  readonly atLeast: number
}

function isMet(need: Need, lost: ReadonlySet<string>): boolean {
  const left = need.anyOf.filter((slug) => !lost.has(slug))
  return left.reduce((sum, slug) => sum + need.weightOf(slug), 0) >= need.atLeast
}

function needsOf(inventory: Inventory, slug: string): readonly Need[] {
  const targets = new Set(inventory.links.flatMap((link) => dependencyFrom(link, slug)))
  const byGroup = Map.groupBy(targets, (target) => groupOf(inventory, target) ?? `only ${target}`)
  const linked = [...byGroup].map(([group, members]) => needOf(inventory, group, members))
  const rollsUp = inventory.nodes.find((node) => node.slug === slug)?.rollsUp
  if (rollsUp === undefined) return linked
  const members = membersOf(inventory, rollsUp).filter((member) => member !== slug)
  return [...linked, needOf(inventory, rollsUp, members)]
}

function dependencyFrom(link: Inventory['links'][number], slug: string): readonly string[] {
  const [reader, read] = readsFrom[link.kind] ?? ['source', 'target']
  const dependent = link.dependent ?? (link.kind in readsFrom ? reader : 'none')
  if (dependent === 'none' || link[dependent] !== slug) return []
  const other = dependent === reader ? read : reader
  return [link[other]]
}

function groupOf(inventory: Inventory, slug: string): string | undefined {
  return inventory.nodes.find((node) => node.slug === slug)?.group
}

function membersOf(inventory: Inventory, group: string): readonly string[] {
  return inventory.nodes
    .filter((node) => node.group === group || isNamed(inventory, group, node.slug))
    .map((node) => node.slug)
}

function isNamed(inventory: Inventory, group: string, slug: string): boolean {
  return inventory.groups.some((one) => one.slug === group && one.members?.includes(slug))
}

/** A group asks for no more than the members at hand can give. */
function needOf(inventory: Inventory, group: string, anyOf: readonly string[]): Need {
  const policy = inventory.groups.find((one) => one.slug === group)?.policy
  if (policy?.type === 'weighted') {
    const weightOf = (slug: string) => policy.weights[slug] ?? 0
    const total = anyOf.reduce((sum, slug) => sum + weightOf(slug), 0)
    return { anyOf, weightOf, atLeast: Math.min(policy.required, total) }
  }
  const atLeast = policy?.type === 'at-least' ? Math.min(policy.required, anyOf.length) : anyOf.length
  return { anyOf, weightOf: () => 1, atLeast }
}
