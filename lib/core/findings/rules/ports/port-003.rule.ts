import { type DeclaredPort, portStatement } from '@/lib/core/findings/firewall-words'
import { groupBy, keptBy } from '@/lib/core/findings/kept-by'
import { isOwnNode, newestByPort, type PortObservation, verdictOf } from '@/lib/core/findings/observed-ports'
import { type NamedPort, portNamedElsewhere } from '@/lib/core/findings/ports-named'
import {
  defineRule,
  type FindingInput,
  type RuleFinding,
  type RuleStatement,
} from '@/lib/core/findings/rule-definition'
import { absent, fix, known, nodeSubjects, observed } from '@/lib/core/findings/statements'
import type { PortVerdict } from '@/lib/core/ports/port-verdict'

export const port003 = defineRule({
  id: 'PORT-003',
  title: 'An open port was observed that nobody declared',
  severity: 'medium',
  reference: 'PCI 1.2.5, 2.2.4',
  reads: [
    'inventory.ports',
    'inventory.nodes',
    'inventory.links',
    'inventory.groups',
    'inventory.connectors',
    'fact.port',
    'fact.socket',
  ],
  evaluate: (input) => {
    const rows = rowsByPort(input.inventory.ports)
    const surprises = newestByPort(input)
      .filter(({ body }) => body.state === 'open' && isOwnNode(input, body.node))
      .map((fact) => surpriseOf(input, fact, rows.get(nameOf(fact))))
    const places = groupBy(
      surprises.filter(({ verdict }) => verdict === 'undeclared-open'),
      ({ fact: { body, vantage } }) =>
        [`${body.port}/${body.transport}`, ...(vantage === 'outside' ? ['outside'] : [])].join(':'),
    )
    const unlisted = surprises.flatMap(({ fact, elsewhere, verdict }) =>
      verdict === 'unlisted-open' && elsewhere !== undefined ? [{ fact, elsewhere }] : [],
    )
    return [...[...places].map(([key, each]) => undeclared(input, key, each)), ...missingRows(unlisted)]
  },
})

const nameOf = ({ body }: PortObservation) => `${body.node}:${body.port}/${body.transport}`

const rowsByPort = keptBy(
  (ports: FindingInput['inventory']['ports']) =>
    new Map<string, DeclaredPort>(
      ports.flatMap((port) =>
        port.targets.map((node) => [`${node}:${port.port}/${port.transport}`, port] as const),
      ),
    ),
)

interface Surprise {
  readonly fact: PortObservation
  /** The row that has it, for other vantages or later. */
  readonly row: DeclaredPort | undefined
  readonly elsewhere: RuleStatement | undefined
  readonly verdict: PortVerdict
}

function surpriseOf(input: FindingInput, fact: PortObservation, row: DeclaredPort | undefined): Surprise {
  const named = row === undefined ? namedElsewhere(input, fact) : undefined
  return { fact, row, elsewhere: named?.statement, verdict: verdictOf(row ?? named?.reach ?? null, fact) }
}

function namedElsewhere(input: FindingInput, { body }: PortObservation): NamedPort | undefined {
  if (body.node === null || body.transport !== 'tcp') return undefined
  return portNamedElsewhere(input, body.node, body.port)
}

const nodesOf = (facts: readonly PortObservation[]) => [...new Set(facts.map(({ body }) => `${body.node}`))]

/** The same port on many nodes is one finding: it is one service that nobody declared. */
function undeclared(input: FindingInput, key: string, surprises: readonly Surprise[]): RuleFinding {
  const facts = surprises.map(({ fact }) => fact)
  const nodes = nodesOf(facts)
  const isOutside = key.endsWith(':outside')
  const [port = ''] = key.split(':')
  const said = saidOf(input, port, surprises)
  const bus = isOutside ? undefined : clusterBusOf(input, port)
  const where = `port ${port} of ${nodes.join(', ')}`
  return {
    key,
    ...(isOutside ? { severity: 'critical' as const } : {}),
    title: `Port ${port} of ${nodes.join(', ')} is open${isOutside ? ' to the Internet' : ''} and not declared${isOutside ? ' so' : ''}`,
    subjects: nodeSubjects(nodes),
    statements: [...facts.map(seen), ...said, ...(bus === undefined ? [] : [bus])],
    fixes: [
      bus === undefined
        ? fix(0, 'Close the port, or stop what listens there')
        : fix(0, 'Let the members of the cluster alone reach it: without it the cluster falls apart'),
      fix(facts.length, `Declare ${where} with its owner and reason`),
    ],
    rootCause: 'port-matrix-incomplete',
  }
}

/** What the inventory says of the port: of these nodes otherwise, of other nodes, or nothing. */
function saidOf({ inventory }: FindingInput, port: string, surprises: readonly Surprise[]) {
  const own = new Set(surprises.flatMap(({ row }) => row ?? []))
  const of = (row: DeclaredPort) => portStatement(row, 'class', `${row.class}, ${row.lifecycle}`)
  const elsewhere = surprises.flatMap((each) => each.elsewhere ?? [])
  if (own.size > 0 || elsewhere.length > 0) return [...[...own].map(of), ...elsewhere]
  const others = inventory.ports.filter((row) => `${row.port}/${row.transport}` === port)
  if (others.length > 0) return others.map((row) => portStatement(row, 'targets', row.targets))
  return [absent('ports', `no row ${port} with ${nodesOf(surprises.map(({ fact }) => fact)).join(', ')}`)]
}

const BUS_OFFSET = 10_000

/** Members of a Redis Cluster speak with each other on a port of their own, which nobody thinks of. */
function clusterBusOf({ inventory }: FindingInput, port: string): RuleStatement | undefined {
  const data = inventory.ports.find(
    (row) => /redis|valkey/i.test(row.service) && `${row.port + BUS_OFFSET}/tcp` === port,
  )
  if (data === undefined) return undefined
  return known('Redis Cluster specification', 'cluster bus', `data port + ${BUS_OFFSET}, here ${port}`)
}

/** Ports that links, probes or connectors name are no surprise: the matrix alone leaves them out. */
function missingRows(
  unlisted: readonly { readonly fact: PortObservation; readonly elsewhere: RuleStatement }[],
): readonly RuleFinding[] {
  if (unlisted.length === 0) return []
  const nodes = nodesOf(unlisted.map(({ fact }) => fact))
  const ports = groupBy(unlisted, ({ fact }) => nameOf(fact))
  const statements = [...ports.values()].flatMap((each) => [
    ...each.map(({ fact }) => seen(fact)),
    ...each.slice(0, 1).map(({ elsewhere }) => elsewhere),
  ])
  return [
    {
      key: 'matrix',
      severity: 'low',
      title: `The port matrix leaves out ${ports.size === 1 ? 'one open port' : `${ports.size} open ports`} that the rest of the inventory names`,
      subjects: nodeSubjects(nodes),
      statements: [...statements, absent('ports', `no row for ${[...ports.keys()].join(', ')}`)],
      fixes: [fix(statements.length, 'Declare the ports with owner and reason, or close them')],
      rootCause: 'port-matrix-incomplete',
    },
  ]
}

function seen(fact: PortObservation) {
  const { node, port, transport, service } = fact.body
  return observed(fact, `port ${port}/${transport} of ${node}`, ['open', service].filter(Boolean).join(', '))
}
