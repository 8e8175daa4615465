import type { VerdictStatus } from '@/lib/core/health/health-state'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { InventoryNode } from '@/lib/core/inventory/node'
import { groupHealth } from './group-health'
import { groupMembers } from './group-members'
import { statedHealth } from './health-view'
import { type OwnHealth, ownHealth, withRollUp } from './node-health'
import { stronglyConnected } from './strongly-connected'
import type { MeasuredHealth, Observed } from './topology'

export interface MeasuredNode {
  readonly own: OwnHealth
  /** With the group that the node rolls up, where it does. */
  readonly health: MeasuredHealth
}

/**
 * What was measured on each node, members before the nodes that roll them up. Nodes that roll each other up
 * in a circle leave each other out, so that none is judged by itself.
 */
export function measureNodes(
  inventory: Inventory,
  observed: Observed,
  assumed: ReadonlyMap<string, VerdictStatus>,
): ReadonlyMap<string, MeasuredNode> {
  const groups = new Map(inventory.groups.map((group) => [group.slug, group]))
  const members = groupMembers(inventory)
  const indexOf = new Map(inventory.nodes.map((node, index) => [node.slug, index]))
  const rolledUp = inventory.nodes.map((node) =>
    (members.get(node.rollsUp ?? '') ?? []).filter((slug) => slug !== node.slug),
  )
  const component = stronglyConnected(
    rolledUp.map((slugs) => slugs.flatMap((slug) => indexOf.get(slug) ?? [])),
  )
  const componentOf = (slug: string): number => component[indexOf.get(slug) ?? -1] ?? -1

  const measured = new Map<string, MeasuredNode>()
  const inOrder = [...inventory.nodes].sort((one, other) => componentOf(one.slug) - componentOf(other.slug))
  for (const node of inOrder) {
    const own = assumedHealth(assumed.get(node.slug)) ?? ownHealth(node, observed)
    const group = groups.get(node.rollsUp ?? '')
    if (group === undefined || assumed.has(node.slug) || node.lifecycle === 'planned') {
      measured.set(node.slug, { own, health: own.view })
      continue
    }
    const parts = membersOf(node, rolledUp[indexOf.get(node.slug) ?? -1] ?? [], componentOf).flatMap(
      (slug) => {
        const view = measured.get(slug)?.health
        return view === undefined ? [] : [{ ...view, name: slug }]
      },
    )
    measured.set(node.slug, { own, health: withRollUp(own, groupHealth(group, parts)) })
  }
  return measured
}

function membersOf(
  node: InventoryNode,
  members: readonly string[],
  componentOf: (slug: string) => number,
): readonly string[] {
  return members.filter((slug) => componentOf(slug) !== componentOf(node.slug))
}

function assumedHealth(status: VerdictStatus | undefined): OwnHealth | null {
  if (status === undefined) return null
  return {
    view: statedHealth(status, `assumed to be ${status}`),
    isProbed: true,
    isSuspectedDown: false,
    failingSinceMs: null,
    badFromMs: null,
    lookedAtMs: null,
  }
}
