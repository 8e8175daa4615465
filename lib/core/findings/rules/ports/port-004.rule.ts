import { activePorts, type DeclaredPort, portStatement } from '@/lib/core/findings/firewall-words'
import { groupBy } from '@/lib/core/findings/kept-by'
import { newestByPort, type PortObservation, verdictOf } from '@/lib/core/findings/observed-ports'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, observed } from '@/lib/core/findings/statements'

export const port004 = defineRule({
  id: 'PORT-004',
  title: 'A declared port was observed closed or filtered',
  severity: 'medium',
  reference: 'PCI 1.2.5',
  reads: ['inventory.ports', 'inventory.nodes', 'fact.port', 'fact.socket'],
  evaluate: (input) => {
    const seen = groupBy(newestByPort(input), ({ body }) => `${body.node}:${body.port}/${body.transport}`)
    return activePorts(input).flatMap((port) =>
      port.targets.flatMap((node) => {
        const facts = (seen.get(`${node}:${port.port}/${port.transport}`) ?? []).filter((fact) =>
          isShut(port, fact),
        )
        const [first] = facts
        if (first === undefined) return []
        return [
          {
            key: `${port.slug}:${node}`,
            title: `Port ${port.port} of ${node} is declared and ${foundWords(first)}`,
            subjects: [`port:${port.slug}`, `node:${node}`],
            statements: [
              portStatement(port, 'targets', port.targets),
              ...facts.map((fact) =>
                observed(
                  fact,
                  `port ${port.port}/${port.transport} of ${node}`,
                  [fact.body.state, fact.body.reason].filter(Boolean).join(', '),
                ),
              ),
            ],
            fixes: fixes(
              `Take ${node} out of the row of port ${port.port}`,
              `Make ${port.service} on ${node} answer`,
            ),
          },
        ]
      }),
    )
  },
})

/** An internal port that is shut to the outside, or that its host keeps to itself, is as it should be. */
function isShut(port: DeclaredPort, fact: PortObservation): boolean {
  return ['declared-closed', 'declared-loopback', 'filtered'].includes(verdictOf(port, fact))
}

function foundWords({ body, isLoopback }: PortObservation): string {
  return isLoopback ? 'answers its own host alone' : `was found ${body.state}`
}
