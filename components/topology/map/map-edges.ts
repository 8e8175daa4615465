import type { EstateLink, Structure } from '@/lib/client/live/estate'
import type { LinkCurve } from '../graph/link-path'
import { placeChips } from '../graph/place-chips'
import type { GraphLink, ViewGraph } from '../graph/view-graph'
import type { Positions } from '../layout/positions'
import { widestChipText } from '../link-words'
import type { LinkEdge } from './link-line'

/** The map as it is laid out. */
interface LaidOut {
  readonly graph: ViewGraph
  readonly positions: Positions
  readonly curves: ReadonlyMap<string, LinkCurve>
}

interface Focus {
  readonly selected: string | null
  /** Cards that the search leaves out. */
  readonly dimmed: ReadonlySet<string>
}

/**
 * The links as curves, with their words where there is room. With a selection its links alone stand out, with
 * a search those between what it found.
 */
export function mapEdges(
  { graph, positions, curves }: LaidOut,
  structure: Structure,
  { selected, dimmed }: Focus,
): LinkEdge[] {
  const byId = new Map(structure.links.map((link) => [link.id, link]))
  const drawn = graph.links.flatMap((graphLink) => {
    const curve = curves.get(graphLink.id)
    const link = byId.get(graphLink.linkIds[0] ?? '')
    return curve === undefined || link === undefined ? [] : [{ graphLink, link, curve }]
  })
  const chips = placeChips(
    drawn
      .filter(({ graphLink }) => hasChip(graphLink, selected))
      .map(({ graphLink, link, curve }) => ({ id: graphLink.id, text: wordsOf(graphLink, link), curve })),
    positions,
    [...curves],
  )
  return drawn.map(({ graphLink, link, curve }) => ({
    id: graphLink.id,
    type: 'link',
    source: graphLink.source,
    target: graphLink.target,
    data: {
      graphLink,
      link,
      curve,
      chipAt: chips.get(graphLink.id) ?? null,
      emphasis: emphasisOf(graphLink, { selected, dimmed }),
    },
  }))
}

function isBeside(link: GraphLink, selected: string | null): boolean {
  return link.source === selected || link.target === selected
}

/** Context is quiet until its node is selected; then only what belongs to the selection speaks. */
function hasChip(link: GraphLink, selected: string | null): boolean {
  return selected === null ? !link.isContext : isBeside(link, selected)
}

function emphasisOf(link: GraphLink, { selected, dimmed }: Focus): 'near' | 'faint' | 'plain' {
  if (dimmed.has(link.source) || dimmed.has(link.target)) return 'faint'
  if (selected === null) return 'plain'
  return isBeside(link, selected) ? 'near' : 'faint'
}

function wordsOf(graphLink: GraphLink, link: EstateLink): string {
  return graphLink.linkIds.length > 1 ? `${graphLink.linkIds.length} links` : widestChipText(link)
}
