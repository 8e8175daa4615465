import type { GroupPolicy } from '@/lib/core/inventory/group'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { dependentEndOf, type InventoryLink } from '@/lib/core/inventory/link'
import { groupMembers } from './group-members'
import { stronglyConnected } from './strongly-connected'

/** Of these nodes, so many must be available that their weights sum to `required`. */
export interface Requirement {
  readonly owner: number
  readonly members: readonly number[]
  readonly weights: readonly number[]
  readonly required: number
  /** Sum of the weights. */
  readonly total: number
}

/** Who depends on whom. Nodes are numbers, in the order of their slugs, so that nothing depends on input order. */
export interface DependencyGraph {
  readonly slugs: readonly string[]
  readonly indexOf: ReadonlyMap<string, number>
  /** What each node needs; nodes that stand in for each other are one requirement. */
  readonly requirements: readonly (readonly Requirement[])[]
  /** The requirements in which each node is a member. */
  readonly requiredBy: readonly (readonly Requirement[])[]
  /** Direct dependencies of each node, redundant ones too. */
  readonly dependencies: readonly (readonly number[])[]
  /** The members that each node rolls up. */
  readonly parts: readonly (readonly number[])[]
  /** The other members of each node's group. */
  readonly fellows: readonly (readonly number[])[]
  /** Nodes that depend on each other share a number; see `stronglyConnected` for the order. */
  readonly component: readonly number[]
}

/** Reads the dependencies from the links and from the groups that nodes roll up. */
export function dependencyGraph(inventory: Inventory): DependencyGraph {
  const slugs = inventory.nodes.map((node) => node.slug).sort()
  const indexOf = new Map(slugs.map((slug, index) => [slug, index]))
  const policies = new Map(inventory.groups.map((group) => [group.slug, group.policy]))
  const requirements: Requirement[][] = slugs.map(() => [])

  const require = (owner: number, members: readonly string[], policy: GroupPolicy): void => {
    const requirement = requirementOf(owner, members, policy, indexOf)
    if (requirement !== null) requirements[owner]?.push(requirement)
  }
  const groupOf = new Map(inventory.nodes.map((node) => [node.slug, node.group]))
  for (const [owner, targets] of linkedTargets(inventory.links, indexOf)) {
    for (const [group, members] of standIns(targets, groupOf)) {
      require(owner, members, policies.get(group) ?? { type: 'all' })
    }
  }
  const members = groupMembers(inventory)
  const parts: (readonly number[])[] = slugs.map(() => [])
  for (const node of inventory.nodes) {
    const owner = indexOf.get(node.slug)
    const policy = policies.get(node.rollsUp ?? '')
    if (owner === undefined || policy === undefined) continue
    const rolledUp = (members.get(node.rollsUp ?? '') ?? []).filter((slug) => slug !== node.slug)
    require(owner, rolledUp, policy)
    parts[owner] = rolledUp.flatMap((slug) => indexOf.get(slug) ?? [])
  }

  const dependencies = requirements.map((needs) => [...new Set(needs.flatMap(({ members: on }) => on))])
  const requiredBy: Requirement[][] = slugs.map(() => [])
  for (const requirement of requirements.flat()) {
    for (const member of requirement.members) requiredBy[member]?.push(requirement)
  }
  return {
    slugs,
    indexOf,
    requirements,
    requiredBy,
    dependencies,
    parts,
    fellows: fellowsOf(inventory, indexOf),
    component: stronglyConnected(dependencies),
  }
}

function fellowsOf(
  inventory: Inventory,
  indexOf: ReadonlyMap<string, number>,
): readonly (readonly number[])[] {
  const members = groupMembers(inventory)
  const fellows: number[][] = inventory.nodes.map(() => [])
  for (const { slug, group } of inventory.nodes) {
    if (group === undefined) continue
    const others = (members.get(group) ?? []).filter((other) => other !== slug)
    fellows[indexOf.get(slug) ?? -1]?.push(...others.flatMap((other) => indexOf.get(other) ?? []))
  }
  return fellows
}

/** The two ends of a link as dependent and dependency; null when losing one end does not break the other. */
export function dependencyOf(link: InventoryLink): { dependent: string; dependency: string } | null {
  const end = link.dependent ?? dependentEndOf[link.kind]
  if (end === 'none' || link.source === link.target) return null
  return end === 'source'
    ? { dependent: link.source, dependency: link.target }
    : { dependent: link.target, dependency: link.source }
}

function linkedTargets(
  links: readonly InventoryLink[],
  indexOf: ReadonlyMap<string, number>,
): ReadonlyMap<number, ReadonlySet<string>> {
  const targets = new Map<number, Set<string>>()
  for (const link of links) {
    const ends = dependencyOf(link)
    if (ends === null || !indexOf.has(ends.dependency)) continue
    const owner = indexOf.get(ends.dependent)
    if (owner === undefined) continue
    const known = targets.get(owner)
    if (known === undefined) targets.set(owner, new Set([ends.dependency]))
    else known.add(ends.dependency)
  }
  return targets
}

/** Parts the targets by their group; a target without one stands alone. */
function standIns(
  targets: ReadonlySet<string>,
  groupOf: ReadonlyMap<string, string | undefined>,
): ReadonlyMap<string, readonly string[]> {
  return Map.groupBy([...targets].sort(), (slug) => groupOf.get(slug) ?? `${slug} alone`)
}

/** A policy as far as the members at hand allow: two of three, of which one is linked, is that one. */
function requirementOf(
  owner: number,
  members: readonly string[],
  policy: GroupPolicy,
  indexOf: ReadonlyMap<string, number>,
): Requirement | null {
  if (members.length === 0) return null
  return { owner, members: members.map((slug) => indexOf.get(slug) ?? 0), ...weighMembers(members, policy) }
}

/** What each member counts for, and how much of it must be there. Never asks for more than there is. */
export function weighMembers(
  members: readonly string[],
  policy: GroupPolicy,
): { weights: readonly number[]; required: number; total: number } {
  const ones = members.map(() => 1)
  switch (policy.type) {
    case 'all':
      return { weights: ones, required: members.length, total: members.length }
    case 'at-least':
      return { weights: ones, required: Math.min(policy.required, members.length), total: members.length }
    case 'weighted': {
      const weights = members.map((slug) => policy.weights[slug] ?? 0)
      const total = weights.reduce((sum, weight) => sum + weight, 0)
      return { weights, required: Math.min(policy.required, total), total }
    }
  }
}
