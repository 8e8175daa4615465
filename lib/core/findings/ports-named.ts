import type { NamedReach } from '@/lib/core/ports/port-verdict'
import { type Declared, groupMembers, isOurs, linksTo, nodeNamed, nodesOf } from './estate-index'
import type { RuleStatement } from './rule-definition'
import { stated } from './statements'

export interface NamedPort {
  readonly statement: RuleStatement
  readonly reach: NamedReach
}

/** Where the inventory names a TCP port of a node outside its port matrix: a link, a probe, a connector. */
export function portNamedElsewhere(input: Declared, slug: string, port: number): NamedPort | undefined {
  const outside = linksTo(input, slug).find((each) => each.port === port && isFromOutside(input, each.source))
  if (outside !== undefined)
    return { statement: stated('link', outside, 'port', `${port} of ${slug}`), reach: 'named-outside' }
  const statement = byLink(input, slug, port) ?? byProbe(input, slug, port) ?? byConnector(input, slug, port)
  return statement && { statement, reach: 'named' }
}

function isFromOutside(input: Declared, slug: string): boolean {
  const node = nodeNamed(input, slug)
  return node !== undefined && !isOurs(input, node)
}

/** A link to a cluster is one to each of its members. */
function byLink(input: Declared, slug: string, port: number): RuleStatement | undefined {
  const link = linksTo(input, slug).find((each) => each.port === port)
  if (link !== undefined) return stated('link', link, 'port', `${port} of ${slug}`)
  const clusters = nodesOf(input, 'cluster').filter(
    ({ rollsUp }) =>
      rollsUp !== undefined && groupMembers(input, rollsUp).some((member) => member.slug === slug),
  )
  const near = clusters.flatMap((cluster) => linksTo(input, cluster.slug)).find((each) => each.port === port)
  return near && stated('link', near, 'port', `${port} of ${near.target}`)
}

function byProbe(input: Declared, slug: string, wanted: number): RuleStatement | undefined {
  const node = nodeNamed(input, slug)
  const probe = node?.probes.find(({ settings }) => {
    const { host, port, as } = addressOf(settings)
    return host === node.address && (as ?? port) === wanted
  })
  return node && probe && stated('node', node, `probes.${probe.key}`, `asks port ${wanted}`)
}

function byConnector({ inventory }: Declared, slug: string, wanted: number): RuleStatement | undefined {
  const connector = inventory.connectors.find(({ settings }) =>
    placesOf(settings).some(([name, place]) => name === slug && addressOf(place).port === wanted),
  )
  return connector && stated('connector', connector, `settings.${slug}`, `port ${wanted}`)
}

/** Settings are checked by their own kind; here only an address is looked for. */
function addressOf(settings: unknown): { host?: unknown; port?: unknown; as?: unknown } {
  return typeof settings === 'object' && settings !== null ? settings : {}
}

/** `servers: { mariadb-primary: { host, port } }`, one level down whatever the field is called. */
function placesOf(settings: unknown): readonly (readonly [string, unknown])[] {
  if (typeof settings !== 'object' || settings === null) return []
  return Object.values(settings).flatMap((field) =>
    typeof field === 'object' && field !== null && !Array.isArray(field) ? Object.entries(field) : [],
  )
}
