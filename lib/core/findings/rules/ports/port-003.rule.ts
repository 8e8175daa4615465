import { groupBy } from '@/lib/core/findings/kept-by'
import { isOwnNode, newestByPort, type PortObservation } from '@/lib/core/findings/observed-ports'
import { portNamedElsewhere } from '@/lib/core/findings/ports-named'
import {
  defineRule,
  type FindingInput,
  type RuleFinding,
  type RuleStatement,
} from '@/lib/core/findings/rule-definition'
import { absent, fixes, nodeSubjects, observed } from '@/lib/core/findings/statements'

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
  ],
  evaluate: (input) => {
    const declared = new Set(
      input.inventory.ports.flatMap((port) =>
        port.targets.map((node) => `${node}:${port.port}/${port.transport}`),
      ),
    )
    const open = newestByPort(input)
      .filter(({ body }) => body.state === 'open' && isOwnNode(input, body.node))
      .filter((fact) => !declared.has(nameOf(fact)))
    const named = open.map((fact) => ({ fact, elsewhere: namedElsewhere(input, fact) }))
    const unknown = named.flatMap(({ fact, elsewhere }) => (elsewhere === undefined ? [fact] : []))
    const unlisted = named.flatMap(({ fact, elsewhere }) =>
      elsewhere === undefined ? [] : [{ fact, elsewhere }],
    )
    const places = groupBy(unknown, ({ body, vantage }) =>
      [`${body.port}/${body.transport}`, ...(vantage === 'outside' ? ['outside'] : [])].join(':'),
    )
    return [...[...places].map(([key, facts]) => undeclared(key, facts)), ...missingRows(unlisted)]
  },
})

const nameOf = ({ body }: PortObservation) => `${body.node}:${body.port}/${body.transport}`

function namedElsewhere(input: FindingInput, { body }: PortObservation): RuleStatement | undefined {
  if (body.node === null || body.transport !== 'tcp') return undefined
  return portNamedElsewhere(input, body.node, body.port)
}

const nodesOf = (facts: readonly PortObservation[]) => [...new Set(facts.map(({ body }) => `${body.node}`))]

/** The same port on many nodes is one finding: it is one service that nobody declared. */
function undeclared(key: string, facts: readonly PortObservation[]): RuleFinding {
  const nodes = nodesOf(facts)
  const isOutside = key.endsWith(':outside')
  const [port] = key.split(':')
  return {
    key,
    ...(isOutside ? { severity: 'critical' as const } : {}),
    title: `Port ${port} of ${nodes.join(', ')} is open${isOutside ? ' to the Internet' : ''} and not declared`,
    subjects: nodeSubjects(nodes),
    statements: [...facts.map(seen), absent('ports', `no row ${port} with ${nodes.join(', ')}`)],
    fixes: fixes(
      'Close the port, or stop what listens there',
      `Declare port ${port} of ${nodes.join(', ')} with its owner and reason`,
    ),
    rootCause: 'port-matrix-incomplete',
  }
}

/** Ports that links, probes or connectors name are no surprise: the matrix alone leaves them out. */
function missingRows(
  unlisted: readonly { readonly fact: PortObservation; readonly elsewhere: RuleStatement }[],
): readonly RuleFinding[] {
  const facts = unlisted.map(({ fact }) => fact)
  if (facts.length === 0) return []
  const nodes = nodesOf(facts)
  return [
    {
      key: 'matrix',
      severity: 'low',
      title: `The port matrix leaves out ${facts.length} open ports that the rest of the inventory names`,
      subjects: nodeSubjects(nodes),
      statements: [
        ...unlisted.flatMap(({ fact, elsewhere }) => [seen(fact), elsewhere]),
        absent('ports', `no row for ${facts.map(nameOf).join(', ')}`),
      ],
      fixes: fixes('Declare the ports with owner and reason, or close them'),
      rootCause: 'port-matrix-incomplete',
    },
  ]
}

function seen(fact: PortObservation) {
  const { node, port, transport, service } = fact.body
  return observed(fact, `port ${port}/${transport} of ${node}`, ['open', service].filter(Boolean).join(', '))
}
