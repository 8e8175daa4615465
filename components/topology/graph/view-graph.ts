import type { EstateLink, EstateNode, Structure } from '@/lib/client/live/estate'
import type { LinkKind } from '@/lib/core/inventory/link'
import type { InventoryView } from '@/lib/core/inventory/view'

/** A card on the map: one node, or a counted cluster of nodes that stand for many. */
export interface GraphNode {
  readonly id: string
  readonly title: string
  readonly containerId: string | null
  /** The nodes it stands for: itself alone, or the members of a cluster. */
  readonly members: readonly string[]
  readonly isCluster: boolean
}

/** A line on the map: one link, or several between the same two cards. */
export interface GraphLink {
  readonly id: string
  readonly source: string
  readonly target: string
  readonly kind: LinkKind
  /** Context is drawn after the layout and thin. */
  readonly isContext: boolean
  readonly linkIds: readonly string[]
}

export interface GraphContainer {
  readonly id: string
  readonly title: string
  readonly members: readonly string[]
}

/** What one view draws, in an order that depends on names alone. */
export interface ViewGraph {
  readonly nodes: readonly GraphNode[]
  readonly links: readonly GraphLink[]
  readonly containers: readonly GraphContainer[]
  /** Pairs that belong near each other though no layout link joins them: a roll-up and its members. */
  readonly hints: readonly (readonly [string, string])[]
  /** Zones lie in bands, one below the other; regions stand side by side. */
  readonly arrangement: 'bands' | 'nested'
  readonly direction: 'down' | 'right'
}

/** Above this many cards the map collapses groups rather than draw more. */
export const collapseAbove = 300

interface ViewGraphOptions {
  readonly isHidden?: (node: EstateNode) => boolean
  /** Clusters that people have opened. */
  readonly expanded?: ReadonlySet<string>
}

/** Projects the estate on one view. Links that the view names neither as layout nor as context are left out. */
export function viewGraph(
  structure: Structure,
  view: InventoryView,
  { isHidden = () => false, expanded = new Set() }: ViewGraphOptions = {},
): ViewGraph {
  const named = view.nodes === 'all' ? null : new Set(view.nodes)
  const shown = structure.nodes
    .filter((node) => (named === null || named.has(node.slug)) && !isHidden(node))
    .toSorted((a, b) => compare(a.slug, b.slug))
  const nodes = shown.length > collapseAbove ? collapse(shown, view, expanded) : shown.map(single(view))
  const cardOf = new Map(nodes.flatMap((node) => node.members.map((slug) => [slug, node.id] as const)))
  const links = mergeLinks(structure.links, view, cardOf)
  return {
    nodes,
    links,
    hints: hintsOf(structure, shown, links),
    containers: containersOf(structure, view, nodes),
    arrangement: view.containers === 'zone' ? 'bands' : 'nested',
    direction: view.direction,
  }
}

/** By code units: the same everywhere, whatever the reader's language. */
export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function single(view: InventoryView): (node: EstateNode) => GraphNode {
  return (node) => ({
    id: node.slug,
    title: node.name,
    containerId: containerOf(node, view),
    members: [node.slug],
    isCluster: false,
  })
}

function containerOf(node: EstateNode, view: InventoryView): string | null {
  if (view.containers === 'zone') return node.zone
  return view.containers === 'region' ? node.region : null
}

/** One card for the nodes of one place that stand in for each other, or, where none do, are of one kind. */
function collapse(
  nodes: readonly EstateNode[],
  view: InventoryView,
  expanded: ReadonlySet<string>,
): readonly GraphNode[] {
  const clusters = Map.groupBy(nodes, (node) => {
    const place = node.zone ?? node.region ?? 'nowhere'
    return `cluster:${place}:${node.group ?? node.kind}`
  })
  return [...clusters]
    .flatMap(([id, members]): readonly GraphNode[] => {
      const first = members[0]
      if (first === undefined || members.length === 1 || expanded.has(id)) return members.map(single(view))
      const slugs = members.map((node) => node.slug)
      const title = first.group ?? first.kind
      return [{ id, title, containerId: containerOf(first, view), members: slugs, isCluster: true }]
    })
    .toSorted((a, b) => compare(a.id, b.id))
}

function mergeLinks(
  links: readonly EstateLink[],
  view: InventoryView,
  cardOf: ReadonlyMap<string, string>,
): readonly GraphLink[] {
  const merged = new Map<string, GraphLink>()
  for (const link of links.toSorted((a, b) => compare(a.id, b.id))) {
    const source = cardOf.get(link.source)
    const target = cardOf.get(link.target)
    const isLayout = view.layoutLinks.includes(link.kind)
    if (source === undefined || target === undefined || source === target) continue
    if (link.views !== null && !link.views.includes(view.slug) && view.slug !== everythingView.slug) continue
    if (!isLayout && !view.contextLinks.includes(link.kind)) continue
    const key =
      source === link.source && target === link.target ? link.id : `${source}>${target}:${link.kind}`
    const before = merged.get(key)?.linkIds ?? []
    const linkIds = [...before, link.id]
    merged.set(key, { id: key, source, target, kind: link.kind, isContext: !isLayout, linkIds })
  }
  return [...merged.values()]
}

/** A roll-up before its members, and what only context links reach after the other end of one of these. */
function hintsOf(
  structure: Structure,
  shown: readonly EstateNode[],
  links: readonly GraphLink[],
): readonly (readonly [string, string])[] {
  const isShown = new Set(shown.map((node) => node.slug))
  const membersOf = new Map(structure.groups.map((group) => [group.slug, group.members]))
  const rollUps = shown.flatMap(({ slug, rollsUp }) =>
    (membersOf.get(rollsUp ?? '') ?? [])
      .filter((member) => isShown.has(member) && member !== slug)
      .map((member) => [slug, member] as const),
  )
  const isHeld = new Set(
    links.filter((link) => !link.isContext).flatMap((link) => [link.source, link.target]),
  )
  const loose = links.flatMap(({ source, target, isContext }) =>
    isContext && isHeld.has(source) && !isHeld.has(target) ? [[source, target] as const] : [],
  )
  return [...rollUps, ...loose]
}

function containersOf(
  structure: Structure,
  view: InventoryView,
  nodes: readonly GraphNode[],
): readonly GraphContainer[] {
  if (view.containers === 'none') return []
  const places = view.containers === 'zone' ? structure.zones : structure.regions
  return places
    .map((place) => ({
      id: place.slug,
      title: place.name,
      members: nodes.filter((node) => node.containerId === place.slug).map((node) => node.id),
    }))
    .filter((container) => container.members.length > 0)
}

/** Shows every node, those included that no view of the inventory names. */
export const everythingView: InventoryView = {
  slug: 'everything',
  name: 'Everything',
  question: 'What is there at all, and how is it?',
  containers: 'zone',
  nodes: 'all',
  layoutLinks: ['traffic', 'replication'],
  contextLinks: ['management', 'backup', 'metrics', 'failover'],
  direction: 'down',
  specifiedIn: [],
}
