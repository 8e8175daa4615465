import type { EstateNode, Observed } from '@/lib/client/live/estate'
import type { ShownHealth } from '../../health/health-shape'
import { nodeLook } from '../node-words'

/** The worst first: the order in which counts are told. */
export const shownOrder: readonly ShownHealth[] = [
  'down',
  'degraded',
  'unknown',
  'maintenance',
  'healthy',
  'planned',
]

/** How many nodes are drawn how, the worst first; what does not occur is left out. */
export function countHealth(
  nodes: readonly EstateNode[],
  observed: Observed,
): ReadonlyMap<ShownHealth, number> {
  const counts = new Map<ShownHealth, number>()
  for (const node of nodes) {
    const { shown } = nodeLook(node, observed.nodes.get(node.slug))
    counts.set(shown, (counts.get(shown) ?? 0) + 1)
  }
  return new Map(shownOrder.flatMap((shown) => (counts.has(shown) ? [[shown, counts.get(shown) ?? 0]] : [])))
}

export function worstShown(counts: ReadonlyMap<ShownHealth, number>): ShownHealth {
  return shownOrder.find((shown) => counts.has(shown)) ?? 'unknown'
}

/** Without an observation of their own by declaration, split from those of which news is missing. */
export function countUnobserved(nodes: readonly EstateNode[], observed: Observed): number {
  return nodes.filter((node) => nodeLook(node, observed.nodes.get(node.slug)).isUnobserved).length
}
