import type { Inventory } from '@/lib/core/inventory/inventory'

/** The members of each group: the nodes that name it and those that it names, sorted, each once. */
export function groupMembers(inventory: Inventory): ReadonlyMap<string, readonly string[]> {
  const known = new Set(inventory.nodes.map((node) => node.slug))
  const members = new Map(
    inventory.groups.map((group) => [
      group.slug,
      new Set((group.members ?? []).filter((slug) => known.has(slug))),
    ]),
  )
  for (const node of inventory.nodes) {
    if (node.group !== undefined) members.get(node.group)?.add(node.slug)
  }
  return new Map([...members].map(([slug, nodes]) => [slug, [...nodes].sort()]))
}
