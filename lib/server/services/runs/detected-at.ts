import type { Inventory } from '@/lib/core/inventory/inventory'
import { groupMembers } from '@/lib/core/topology/group-members'
import { measureNodes } from '@/lib/core/topology/measure-nodes'
import { findCurrentRevision } from '@/lib/server/repositories/inventory.repository'
import type { ServiceContext } from '@/lib/server/services/service-context'
import { loadObserved } from '@/lib/server/services/topology/load-observed'

/**
 * When the first failed observation of the targets began, of the outage that goes on; null when none fails. What is
 * only degraded still serves: its time is not lost.
 */
export async function detectedAt(
  { database, clock }: Pick<ServiceContext, 'database' | 'clock'>,
  targets: readonly string[],
): Promise<number | null> {
  const revision = await findCurrentRevision(database)
  if (!revision) return null
  const observed = await loadObserved(database, clock.nowMs())
  const measured = measureNodes(revision.inventory, observed, new Map())
  const failing = withMembers(revision.inventory, targets).flatMap((slug) => {
    const own = measured.get(slug)?.own
    return own === undefined || own.view.status === 'degraded' ? [] : (own.failingSinceMs ?? [])
  })
  return failing.length === 0 ? null : Math.min(...failing)
}

/** A datacentre fails by what is in it. */
function withMembers(inventory: Inventory, targets: readonly string[]): readonly string[] {
  const members = groupMembers(inventory)
  const rolledUp = new Map(inventory.nodes.map((node) => [node.slug, members.get(node.rollsUp ?? '') ?? []]))
  const found = new Set(targets)
  for (const slug of found) for (const member of rolledUp.get(slug) ?? []) found.add(member)
  return [...found]
}
