import type { Cause, HealthView, LinkView, NodeView, TopologyView } from './topology'

/** What looks different in the newer of two topologies. */
export interface TopologyDifference {
  readonly nodes: readonly NodeView[]
  readonly links: readonly LinkView[]
  readonly removedNodes: readonly string[]
  readonly removedLinks: readonly string[]
  /** All causes of the newer one, when any changed. */
  readonly causes: readonly Cause[] | null
}

/**
 * Compares two topologies by what is shown. That a node was looked at once more, with the same result, is no
 * difference: `observedAtMs` and `validUntilMs` are ignored.
 */
export function diffTopology(before: TopologyView, after: TopologyView): TopologyDifference {
  const nodesBefore = new Map(before.nodes.map((view) => [view.node.slug, view]))
  const linksBefore = new Map(before.links.map((view) => [view.link.id, view]))
  const nodesAfter = new Set(after.nodes.map((view) => view.node.slug))
  const linksAfter = new Set(after.links.map((view) => view.link.id))
  return {
    nodes: after.nodes.filter((view) => !isSameNode(nodesBefore.get(view.node.slug), view)),
    links: after.links.filter((view) => !isSameLink(linksBefore.get(view.link.id), view)),
    removedNodes: [...nodesBefore.keys()].filter((slug) => !nodesAfter.has(slug)),
    removedLinks: [...linksBefore.keys()].filter((id) => !linksAfter.has(id)),
    causes: isSame(before.causes, after.causes) ? null : after.causes,
  }
}

/** Whether nothing looks different. */
export function isEmptyDifference(difference: TopologyDifference): boolean {
  const { nodes, links, removedNodes, removedLinks, causes } = difference
  return [nodes, links, removedNodes, removedLinks].every((list) => list.length === 0) && causes === null
}

function isSameNode(before: NodeView | undefined, after: NodeView): boolean {
  if (before === undefined) return false
  return (
    isSameHealth(before.health, after.health) &&
    isSameHealth(before.measured, after.measured) &&
    before.isRootCause === after.isRootCause &&
    isSame(before.impactedBy, after.impactedBy) &&
    isSame(before.impacts, after.impacts) &&
    isSame(before.symptomOf, after.symptomOf) &&
    isSame(before.keyFigure, after.keyFigure) &&
    (before.node === after.node || isSame(before.node, after.node))
  )
}

function isSameLink(before: LinkView | undefined, after: LinkView): boolean {
  if (before === undefined) return false
  return (
    isSameHealth(before.health, after.health) &&
    isSame(before.figures, after.figures) &&
    (before.link === after.link || isSame(before.link, after.link))
  )
}

function isSameHealth(before: HealthView, after: HealthView): boolean {
  return (
    before.status === after.status &&
    before.reason === after.reason &&
    before.sinceMs === after.sinceMs &&
    before.isStale === after.isStale &&
    before.isFlapping === after.isFlapping &&
    before.isSuspect === after.isSuspect
  )
}

/** Both sides come from the same code, so their keys stand in the same order. */
function isSame(before: unknown, after: unknown): boolean {
  return JSON.stringify(before) === JSON.stringify(after)
}
