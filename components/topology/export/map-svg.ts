import type { Observed, Structure } from '@/lib/client/live/estate'
import { counted } from '@/lib/client/time/duration-words'
import type { FindingWire } from '@/lib/core/api/findings'
import { countFindings, findingsAbout } from '@/lib/core/findings/findings-about'
import type { HealthStatus } from '@/lib/core/health/health-state'
import { svgPath } from '../graph/link-path'
import { chipWidth, placeChips } from '../graph/place-chips'
import { routeLinks } from '../graph/route-link'
import type { ViewGraph } from '../graph/view-graph'
import { containerLabels, mapBounds, placeContainers } from '../layout/containers'
import { cardSize, type Positions, type Rectangle } from '../layout/positions'
import { chipText } from '../link-words'
import { nodeLine, nodeLook } from '../node-words'

export interface PictureOfMap {
  readonly title: string
  /** When it was true: a picture goes on saying what it said. */
  readonly atMs: number
  readonly graph: ViewGraph
  readonly positions: Positions
  readonly structure: Structure
  readonly observed: Observed
  /** None as long as nobody has looked. */
  readonly findings: readonly FindingWire[]
}

/** A picture for paper and other people's pages: always light, with every colour written out. */
const ink = {
  strong: '#16202c',
  plain: '#4a5766',
  line: '#dfe3e8',
  wire: '#98a2ae',
  page: '#f6f7f9',
} as const
const healthInk: Readonly<Record<string, string>> = {
  healthy: '#1d7a4c',
  degraded: '#a15c00',
  down: '#c3212f',
  unknown: '#596472',
  maintenance: '#2457c5',
  planned: '#596472',
}
const shapes: Readonly<Record<string, string>> = {
  healthy: '<circle cx="6" cy="6" r="4.5" fill="C"/>',
  degraded: '<path d="M6 1 11 10.5H1z" fill="C"/>',
  down: '<path d="M3.6 1h4.8L11 3.6v4.8L8.4 11H3.6L1 8.4V3.6z" fill="C"/>',
  unknown:
    '<circle cx="6" cy="6" r="4.5" fill="none" stroke="C" stroke-width="1.6" stroke-dasharray="2 1.6"/>',
  maintenance: '<rect x="1.5" y="1.5" width="9" height="9" rx="2" fill="C"/>',
  planned: '<circle cx="6" cy="6" r="4" fill="none" stroke="C" stroke-width="1.2" stroke-dasharray="1 2"/>',
}
const dashes: Readonly<Record<string, string>> = {
  replication: '6 4',
  backup: '6 4',
  metrics: '2 3',
  management: '2 3',
  failover: '9 4 2 4',
}
const margin = 24
const headRoom = 44
const cardHeight = 60
const charactersAcross = 40

/** The map as one SVG file that needs nothing else; empty when nothing is drawn. */
export function mapSvg(picture: PictureOfMap): string {
  const bounds = mapBounds(picture.graph, picture.positions)
  if (bounds === null) return ''
  const left = bounds.x - margin
  const top = bounds.y - margin - headRoom
  const width = bounds.width + 2 * margin
  const height = bounds.height + 2 * margin + headRoom
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="${left} ${top} ${width} ${height}" font-family="Inter, system-ui, sans-serif">`,
    `<title>${escaped(picture.title)}</title>`,
    '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="5" markerHeight="5" orient="auto-start-reverse"><path d="M0 0.5 8 4 0 7.5z" fill="context-stroke"/></marker></defs>',
    rectangle({ x: left, y: top, width, height }, { fill: ink.page }),
    text(picture.title, { x: left + margin, y: top + 30, size: 17, weight: 650 }),
    text(`as of ${new Date(picture.atMs).toISOString().slice(0, 19).replace('T', ' ')} UTC`, {
      x: left + width - margin,
      y: top + 30,
      size: 12,
      anchor: 'end',
    }),
    ...frames(picture),
    ...links(picture),
    ...cards(picture),
    '</svg>',
  ].join('\n')
}

function frames({ graph, positions }: PictureOfMap): readonly string[] {
  return placeContainers(graph, positions).flatMap(({ container, ...box }) => [
    rectangle(box, { fill: '#fcfcfd', stroke: ink.line }),
    text(container.title, { x: box.x + 14, y: box.y + 20, size: 12, weight: 650 }),
  ])
}

function links({ graph, positions, structure, observed, findings }: PictureOfMap): readonly string[] {
  const byId = new Map(structure.links.map((link) => [link.id, link]))
  const labels = containerLabels(graph, positions)
  const curves = routeLinks(graph.links, positions, graph.direction, labels)
  const drawn = graph.links.flatMap((graphLink) => {
    const curve = curves.get(graphLink.id)
    const link = byId.get(graphLink.linkIds[0] ?? '')
    if (curve === undefined || link === undefined) return []
    const state = observed.links.get(link.id)
    const words = graphLink.linkIds.length > 1 ? `${graphLink.linkIds.length} links` : chipText(link, state)
    const found = findingsAbout(
      findings,
      graphLink.linkIds.map((id) => `link:${id}`),
    )
    const text = [words, foundWords(found)].filter(Boolean).join(' · ')
    return [{ id: graphLink.id, kind: graphLink.kind, curve, text, status: state?.health.status }]
  })
  const chips = placeChips(
    drawn.filter((link) => link.text !== ''),
    positions,
    [...curves],
    labels,
  )
  const lines = drawn.map(({ kind, curve, status }) => {
    const dash = dashes[kind] ? ` stroke-dasharray="${dashes[kind]}"` : ''
    return `<path d="${svgPath(curve)}" fill="none" stroke="${wireInk(status)}" stroke-width="1.5"${dash} marker-end="url(#arrow)"/>`
  })
  const words = drawn.flatMap(({ id, text: words, status }) => {
    const at = chips.get(id)
    if (at === undefined) return []
    const width = chipWidth(words)
    return [
      rectangle(
        { x: at.x - width / 2, y: at.y - 10, width, height: 20 },
        { fill: '#ffffff', stroke: wireInk(status), radius: 10 },
      ),
      text(words, { x: at.x, y: at.y + 4, size: 11, anchor: 'middle' }),
    ]
  })
  return [...lines, ...words]
}

function foundWords(found: readonly FindingWire[]): string {
  const count = countFindings(found)
  return count === null ? '' : `${counted(count.count, 'finding')}, ${count.worst}`
}

function wireInk(status: HealthStatus | undefined): string {
  return status === 'down' || status === 'degraded' ? (healthInk[status] ?? ink.wire) : ink.wire
}

function cards({ graph, positions, structure, observed, findings }: PictureOfMap): readonly string[] {
  const bySlug = new Map(structure.nodes.map((node) => [node.slug, node]))
  return graph.nodes.flatMap((card) => {
    const at = positions.get(card.id)
    if (at === undefined) return []
    const node = card.isCluster ? undefined : bySlug.get(card.id)
    const state = observed.nodes.get(card.id)
    const box = { ...at, width: cardSize.width, height: cardHeight }
    const name = text(card.title, { x: at.x + 12, y: at.y + 24, size: 13, weight: 620 })
    if (node === undefined) {
      return [
        rectangle(box, { fill: '#ffffff', stroke: ink.line }),
        name,
        text(`${card.members.length} nodes`, { x: at.x + 12, y: at.y + 44, size: 11 }),
      ]
    }
    const look = nodeLook(node, state)
    const colour = healthInk[look.shown] ?? ink.plain
    const wordEnd = at.x + cardSize.width - 12
    const line = look.isOutage && state ? state.health.reason : nodeLine(node, state)
    const found = foundWords(findingsAbout(findings, [`node:${card.id}`]))
    const stroke = look.isOutage ? colour : ink.line
    return [
      rectangle(box, { fill: '#ffffff', stroke }),
      name,
      text(look.word, { x: wordEnd, y: at.y + 24, size: 12, anchor: 'end', fill: colour }),
      `<g transform="translate(${wordEnd - look.word.length * 6.6 - 18} ${at.y + 14})">${(shapes[look.shown] ?? '').replaceAll('C', colour)}</g>`,
      text(shortened(line, charactersAcross - found.length - 2), { x: at.x + 12, y: at.y + 44, size: 11 }),
      text(found, { x: wordEnd, y: at.y + 44, size: 10, weight: 620, anchor: 'end' }),
    ]
  })
}

function rectangle(box: Rectangle, look: { fill: string; stroke?: string; radius?: number }): string {
  const stroke = look.stroke ? ` stroke="${look.stroke}"` : ''
  return `<rect x="${box.x}" y="${box.y}" width="${box.width}" height="${box.height}" rx="${look.radius ?? 8}" fill="${look.fill}"${stroke}/>`
}

interface TextLook {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly weight?: number
  readonly anchor?: 'middle' | 'end'
  readonly fill?: string
}

function text(words: string, { x, y, size, weight = 400, anchor, fill }: TextLook): string {
  const colour = fill ?? (weight > 400 ? ink.strong : ink.plain)
  const side = anchor ? ` text-anchor="${anchor}"` : ''
  return `<text x="${x}" y="${y}" font-size="${size}" font-weight="${weight}" fill="${colour}"${side}>${escaped(words)}</text>`
}

function shortened(words: string, most: number): string {
  return words.length > most ? `${words.slice(0, most - 1)}…` : words
}

function escaped(words: string): string {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}
