import { isOwnNode, newestByPort, type PortObservation } from '@/lib/core/findings/observed-ports'
import { defineRule, type RuleFinding } from '@/lib/core/findings/rule-definition'
import { absent, fixes, observed } from '@/lib/core/findings/statements'

export const port003 = defineRule({
  id: 'PORT-003',
  title: 'An open port was observed that nobody declared',
  severity: 'medium',
  reference: 'PCI 1.2.5, 2.2.4',
  reads: ['inventory.ports', 'inventory.nodes', 'fact.port'],
  evaluate: (input) => {
    const declared = new Set(
      input.inventory.ports.flatMap((port) =>
        port.targets.map((node) => `${node}:${port.port}/${port.transport}`),
      ),
    )
    return newestByPort(input)
      .filter(({ body }) => body.state === 'open' && body.node !== null)
      .filter(({ body }) => !declared.has(`${body.node}:${body.port}/${body.transport}`))
      .filter(({ body }) => isOwnNode(input, body.node))
      .map((fact) => undeclared(fact, `${fact.body.node}`))
  },
})

function undeclared(fact: PortObservation, node: string): RuleFinding {
  const { port, transport, service } = fact.body
  const isOutside = fact.vantage === 'outside'
  return {
    key: `${node}:${port}/${transport}`,
    ...(isOutside ? { severity: 'critical' as const } : {}),
    title: `Port ${port} of ${node} is open${isOutside ? ' to the Internet' : ''} and not declared`,
    subjects: [`node:${node}`],
    statements: [
      observed(fact, `port ${port}/${transport} of ${node}`, ['open', service].filter(Boolean).join(', ')),
      absent('ports', `no row ${port}/${transport} with ${node}`),
    ],
    fixes: fixes(
      'Close the port, or stop what listens there',
      `Declare port ${port} of ${node} with its owner and reason`,
    ),
    rootCause: 'port-matrix-incomplete',
  }
}
