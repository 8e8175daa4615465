import { AppError } from '@/lib/core/errors/app-error'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { InventoryLink, LinkKind } from '@/lib/core/inventory/link'
import type { InventoryNode } from '@/lib/core/inventory/node'
import type { Flowchart, FlowchartEdge, FlowchartNode } from './flowchart'

/**
 * The inventory with the nodes and links of a flowchart that it does not have yet. What it has already is left as
 * it stands: a diagram knows names and arrows, and nothing of what people declared about them.
 */
export function flowchartToInventory(current: Inventory | null, chart: Flowchart, file: string): Inventory {
  if (current === null) {
    throw new AppError('bad-input', 'Put an inventory in force before a diagram adds to it.')
  }
  const source = `flowchart ${file}`
  const slugs = slugsOf(chart.nodes, current)
  const known = new Set(current.nodes.map(({ slug }) => slug))
  const fresh = chart.nodes.filter((node) => !known.has(slugs.get(node.id) ?? ''))
  const zones = newZones(fresh, current)
  const nodes = fresh.map((node) =>
    newNode(node, slugs.get(node.id) ?? '', { zones: [...current.zones, ...zones], source }),
  )
  const links = newLinks(chart.edges, slugs, { current, source })
  return {
    ...current,
    zones: [...current.zones, ...zones.map((zone) => ({ ...zone, specifiedIn: [source] }))],
    nodes: [...current.nodes, ...nodes],
    links: [...current.links, ...links],
  }
}

/**
 * The declared node that each node of a diagram means: by its label, else by its slug or its id; a new slug for one that
 * means none. Two boxes are two nodes, whatever they are called: no declared node is meant twice.
 */
function slugsOf(nodes: readonly FlowchartNode[], current: Inventory): ReadonlyMap<string, string> {
  const slugs = new Map<string, string>()
  const meant = new Set<string>()
  const ways: readonly ((node: FlowchartNode, declared: InventoryNode) => boolean)[] = [
    ({ label }, { name }) => name.toLowerCase() === label.toLowerCase(),
    (node, { slug }) => slug === newSlug(node),
    ({ id }, { slug }) => slug === slugify(id),
  ]
  for (const isMeant of ways) {
    for (const node of nodes) {
      if (slugs.has(node.id)) continue
      const found = current.nodes.find((each) => !meant.has(each.slug) && isMeant(node, each))
      if (found === undefined) continue
      slugs.set(node.id, found.slug)
      meant.add(found.slug)
    }
  }
  const taken = new Set(current.nodes.map(({ slug }) => slug))
  for (const node of nodes)
    if (!slugs.has(node.id)) slugs.set(node.id, freeId(newSlug(node).slice(0, 55).replace(/-+$/, ''), taken))
  return slugs
}

/** From the label, or from the id where that has no letter of a slug. */
function newSlug({ id, label }: FlowchartNode): string {
  return slugify(label) === 'node' ? slugify(id) : slugify(label)
}

function newZones(nodes: readonly FlowchartNode[], { zones }: Inventory) {
  const areas = [...new Set(nodes.flatMap(({ area }) => (area === null ? [] : [area])))]
  return uniqueBy(
    areas.filter((area) => zoneOf(area, zones) === undefined).map((name) => ({ slug: slugify(name), name })),
    ({ slug }) => slug,
  )
}

interface Named {
  readonly slug: string
  readonly name: string
}

function zoneOf(area: string | null, zones: readonly Named[]): string | undefined {
  if (area === null) return undefined
  return zones.find(({ slug, name }) => slug === slugify(area) || name.toLowerCase() === area.toLowerCase())
    ?.slug
}

function newNode(
  { label, area, isCylinder }: FlowchartNode,
  slug: string,
  { zones, source }: { readonly zones: readonly Named[]; readonly source: string },
): InventoryNode {
  const zone = zoneOf(area, zones)
  return {
    slug,
    name: label,
    kind: isCylinder ? 'database' : 'application',
    ...(zone === undefined ? {} : { zone }),
    lifecycle: 'active',
    unobserved: 'a diagram names it, and no probe was declared yet',
    features: [],
    probes: [],
    specifiedIn: [source],
  }
}

function newLinks(
  edges: readonly FlowchartEdge[],
  slugs: ReadonlyMap<string, string>,
  { current, source: file }: { readonly current: Inventory; readonly source: string },
): readonly InventoryLink[] {
  const taken = new Set(current.links.map(({ id }) => id))
  const declared = new Set(current.links.map((link) => `${link.source} ${link.target}`))
  const drawn = new Set<string>()
  return edges.flatMap((edge): readonly InventoryLink[] => {
    const [source = '', target = ''] = [slugs.get(edge.from), slugs.get(edge.to)]
    const pair = `${source} ${target}`
    const wanted = `${pair} ${linkKind(edge)} ${edge.label}`
    if (source === target || declared.has(pair) || drawn.has(wanted)) return []
    drawn.add(wanted)
    const id = freeId(`${source}-to-${target}`.slice(0, 55).replace(/-+$/, ''), taken)
    const weight = /^(\d{1,3}) ?%$/.exec(edge.label ?? '')?.[1]
    return [
      {
        id,
        source,
        target,
        kind: linkKind(edge),
        ...(weight !== undefined && Number(weight) <= 100 ? { weight: Number(weight) } : {}),
        ...(edge.label === null ? {} : { label: edge.label }),
        specifiedIn: [file],
      },
    ]
  })
}

/** A dotted arrow without a word of its own is how people reach or watch a system. */
export function linkKind({ isDotted, label }: Pick<FlowchartEdge, 'isDotted' | 'label'>): LinkKind {
  const words = label?.toLowerCase() ?? ''
  if (words.includes('replicat')) return 'replication'
  if (words.includes('backup')) return 'backup'
  if (words.includes('failover')) return 'failover'
  if (words.includes('metric') || words.includes('scrape')) return 'metrics'
  return isDotted ? 'management' : 'traffic'
}

function freeId(wanted: string, taken: Set<string>): string {
  let id = wanted
  for (let count = 2; taken.has(id); count++) id = `${wanted}-${count}`
  taken.add(id)
  return id
}

/** Lower-case words joined by hyphens; `node` for a label without letters. */
function slugify(text: string): string {
  const slug = text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60)
    .replace(/^-+|-+$/g, '')
  return slug === '' ? 'node' : slug
}

function uniqueBy<T>(things: readonly T[], keyOf: (thing: T) => string): readonly T[] {
  return [
    ...new Map(things.map((thing) => [keyOf(thing), thing]).reverse() as [string, T][]).values(),
  ].reverse()
}
