import { groupMembers, nodeNamed } from './estate-index'
import type { FindingInput, RuleStatement } from './rule-definition'
import { stated } from './statements'

/** TCP ports of nodes that the inventory names outside its port matrix, as `node:22/tcp`: by links, probes, connectors. */
export function portsNamedElsewhere(input: FindingInput): ReadonlyMap<string, readonly RuleStatement[]> {
  const { links, nodes, connectors } = input.inventory
  const named = new Map<string, RuleStatement[]>()
  const name = (node: string, port: number, statement: RuleStatement) => {
    const key = `${node}:${port}/tcp`
    named.set(key, [...(named.get(key) ?? []), statement])
  }
  for (const link of links) {
    if (link.port === undefined) continue
    const target = nodeNamed(input, link.target)
    const members = target?.rollsUp === undefined ? [] : groupMembers(input, target.rollsUp)
    for (const slug of [link.target, ...members.map((member) => member.slug)])
      name(slug, link.port, stated('link', link, 'port', `${link.port} of ${link.target}`))
  }
  for (const node of nodes) {
    for (const probe of node.probes) {
      const { host, port, as } = addressOf(probe.settings)
      if (port === undefined || host !== node.address) continue
      name(node.slug, as ?? port, stated('node', node, `probes.${probe.key}`, `asks port ${as ?? port}`))
    }
  }
  for (const connector of connectors) {
    for (const [slug, place] of placesOf(connector.settings)) {
      const { port } = addressOf(place)
      if (port !== undefined)
        name(slug, port, stated('connector', connector, `settings.${slug}`, `port ${port}`))
    }
  }
  return named
}

/** Settings are checked by their own kind; here only an address is looked for. */
function addressOf(settings: unknown): { host?: string; port?: number; as?: number } {
  if (typeof settings !== 'object' || settings === null) return {}
  const { host, port, as } = { host: undefined, port: undefined, as: undefined, ...settings } as Record<
    string,
    unknown
  >
  return {
    ...(typeof host === 'string' ? { host } : {}),
    ...(typeof port === 'number' ? { port } : {}),
    ...(typeof as === 'number' ? { as } : {}),
  }
}

/** `servers: { mariadb-primary: { host, port } }`, one level down whatever the field is called. */
function placesOf(settings: unknown): readonly (readonly [string, unknown])[] {
  if (typeof settings !== 'object' || settings === null) return []
  return Object.values(settings).flatMap((field) =>
    typeof field === 'object' && field !== null && !Array.isArray(field) ? Object.entries(field) : [],
  )
}
