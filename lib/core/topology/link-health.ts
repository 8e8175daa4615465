import { worstOf } from '@/lib/core/health/health-word'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { InventoryNode, Probe } from '@/lib/core/inventory/node'
import { healthOfParts, probePart, statedHealth } from './health-view'
import { probeSlug } from './node-health'
import type { LinkView, Observed } from './topology'

interface Observer {
  readonly node: InventoryNode
  readonly probe: Probe
}

/** Each link with what the probes that observe it say; unknown where none does. */
export function linkViews(inventory: Inventory, observed: Observed): readonly LinkView[] {
  const observers = new Map<string, Observer[]>()
  for (const node of inventory.nodes) {
    for (const probe of node.probes) {
      for (const link of probe.observesLinks ?? []) {
        const known = observers.get(link)
        if (known === undefined) observers.set(link, [{ node, probe }])
        else known.push({ node, probe })
      }
    }
  }
  return inventory.links.map((link) => {
    const own = observers.get(link.id) ?? []
    const measured = linkHealth(own, observed)
    const underMaintenance = [link.source, link.target].find((end) => observed.maintenance.has(end))
    const reason = observed.maintenance.get(underMaintenance ?? '')
    const isShown = reason !== undefined && measured.status !== 'healthy' && own.length > 0
    return {
      link,
      health: isShown
        ? { ...measured, status: 'maintenance', reason: `${underMaintenance}: ${reason}` }
        : measured,
      figures: Object.assign({}, ...own.map((observer) => freshFigures(observer, observed))),
    }
  })
}

function linkHealth(observers: readonly Observer[], observed: Observed): LinkView['health'] {
  if (observers.length === 0) return statedHealth('unknown', 'not observed')
  const parts = observers.map(({ node, probe }) => {
    const slug = probeSlug(node, probe)
    return probePart(probe.title ?? slug, observed.probes.get(slug), observed.nowMs)
  })
  return healthOfParts(parts, worstOf(parts.map((part) => part.status)) ?? 'unknown')
}

/** Figures that are past their shelf life are not shown: an old lag is no lag. */
function freshFigures({ node, probe }: Observer, observed: Observed): Readonly<Record<string, number>> {
  const state = observed.probes.get(probeSlug(node, probe))
  if (state === undefined || state.health === null || observed.nowMs > state.health.validUntilMs) return {}
  return state.figures
}
