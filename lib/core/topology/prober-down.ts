import { isStaleAt } from '@/lib/core/health/stale'
import type { Inventory } from '@/lib/core/inventory/inventory'
import { probeSlug } from './node-health'
import type { Cause, Observed, ObservedProbe } from './topology'

type ProberDown = Extract<Cause, { kind: 'prober-down' }>

/**
 * One cause for all that nobody looks at any more: every probe of a live worker is stale, or no worker lives that
 * could take them over. What a dead worker left is the others' by then, and each probe waits for its turn. Null while
 * someone looks.
 */
export function findProberDown(inventory: Inventory, observed: Observed): ProberDown | null {
  const alive = new Set<string | null>(
    observed.workers.filter((worker) => worker.leaseUntilMs >= observed.nowMs).map(({ id }) => id),
  )
  const probed = inventory.nodes
    .filter((node) => node.lifecycle === 'active')
    .flatMap((node) =>
      node.probes.map((probe) => ({
        node: node.slug,
        state: observed.probes.get(probeSlug(node, probe)),
      })),
    )
  if (probed.length === 0) return null
  const byWorker = Map.groupBy(probed, ({ state }) => state?.workerId ?? null)
  const lost = [...byWorker].filter(
    ([workerId, probes]) =>
      alive.size === 0 ||
      (alive.has(workerId) &&
        isAllStale(
          probes.map(({ state }) => state),
          observed.nowMs,
        )),
  )
  if (lost.length === 0) return null
  const probes = lost.flatMap(([, ofWorker]) => ofWorker)
  const signsOfLife = probes.flatMap(({ state }) => state?.health?.lastFinishedAtMs ?? [])
  return {
    kind: 'prober-down',
    workerIds: lost.flatMap(([workerId]) => workerId ?? []).sort(),
    sinceMs: signsOfLife.reduce<number | null>((latest, at) => Math.max(latest ?? at, at), null),
    nodes: [...new Set(probes.map(({ node }) => node))].sort(),
  }
}

/** Probes never observed say nothing: they may have been declared a moment ago. */
function isAllStale(probes: readonly (ObservedProbe | undefined)[], nowMs: number): boolean {
  const observed = probes.flatMap((probe) => probe?.health ?? [])
  return observed.length > 0 && observed.every((health) => isStaleAt(health, nowMs))
}
