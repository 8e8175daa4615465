import type { EstateLink, Structure } from '@/lib/client/live/estate'
import type { FindingWire } from '@/lib/core/api/findings'
import { countFindings, findingsAbout } from '@/lib/core/findings/findings-about'
import type { LinkCurve } from '../graph/link-path'
import { placeChips } from '../graph/place-chips'
import type { GraphLink, ViewGraph } from '../graph/view-graph'
import type { Positions, Rectangle } from '../layout/positions'
import { widestChipText } from '../link-words'
import type { LinkEdge, LinkFindings } from './link-line'

/** The map as it is laid out. */
interface LaidOut {
  readonly graph: ViewGraph
  readonly positions: Positions
  readonly curves: ReadonlyMap<string, LinkCurve>
  /** The room of the containers' labels. */
  readonly labels: readonly Rectangle[]
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
  { graph, positions, curves, labels }: LaidOut,
  structure: Structure,
  { selected, dimmed }: Focus,
  findings: readonly FindingWire[],
): LinkEdge[] {
  const byId = new Map(structure.links.map((link) => [link.id, link]))
  const drawn = graph.links.flatMap((graphLink) => {
    const curve = curves.get(graphLink.id)
    const link = byId.get(graphLink.linkIds[0] ?? '')
    if (curve === undefined || link === undefined) return []
    const isAway = selected !== null && !isBeside(graphLink, selected)
    return [{ graphLink, link, curve, findings: isAway ? null : foundAbout(graphLink, findings) }]
  })
  const chips = placeChips(
    drawn
      .map(({ graphLink, link, curve, findings }) => ({
        id: graphLink.id,
        curve,
        ...chipTexts(hasWords(graphLink, selected) ? wordsOf(graphLink, link) : '', findings),
      }))
      .filter((chip) => chip.text !== ''),
    positions,
    [...curves],
    labels,
  )
  return drawn.map(({ graphLink, link, curve, findings }) => ({
    id: graphLink.id,
    type: 'link',
    source: graphLink.source,
    target: graphLink.target,
    data: {
      graphLink,
      link,
      curve,
      chipAt: chips.get(graphLink.id) ?? null,
      hasWords: chips.get(graphLink.id)?.text !== badgeRoom && hasWords(graphLink, selected),
      findings,
      emphasis: emphasisOf(graphLink, { selected, dimmed }),
    },
  }))
}

function isBeside(link: GraphLink, selected: string | null): boolean {
  return link.source === selected || link.target === selected
}

/** Context is quiet until its node is selected; then only what belongs to the selection speaks. */
function hasWords(link: GraphLink, selected: string | null): boolean {
  return selected === null ? !link.isContext : isBeside(link, selected)
}

/** As wide as a badge with its count; what is found is shown even where the words find no room. */
const badgeRoom = '0000'

function chipTexts(words: string, findings: LinkFindings | null): { text: string; short?: string } {
  if (findings === null) return { text: words }
  return words === '' ? { text: badgeRoom } : { text: `${words} ${badgeRoom}0`, short: badgeRoom }
}

function emphasisOf(link: GraphLink, { selected, dimmed }: Focus): 'near' | 'faint' | 'plain' {
  if (dimmed.has(link.source) || dimmed.has(link.target)) return 'faint'
  if (selected === null) return 'plain'
  return isBeside(link, selected) ? 'near' : 'faint'
}

function foundAbout(link: GraphLink, all: readonly FindingWire[]): LinkFindings | null {
  const subjects = link.linkIds.map((id) => `link:${id}`)
  const count = countFindings(findingsAbout(all, subjects))
  return count && { ...count, subject: subjects.length === 1 ? (subjects[0] ?? null) : null }
}

function wordsOf(graphLink: GraphLink, link: EstateLink): string {
  return graphLink.linkIds.length > 1 ? `${graphLink.linkIds.length} links` : widestChipText(link)
}
