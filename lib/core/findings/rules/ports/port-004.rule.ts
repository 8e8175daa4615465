import { activePorts, portStatement } from '@/lib/core/findings/firewall-words'
import { newestByPort } from '@/lib/core/findings/observed-ports'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, observed } from '@/lib/core/findings/statements'

export const port004 = defineRule({
  id: 'PORT-004',
  title: 'A declared port was observed closed or filtered',
  severity: 'medium',
  reference: 'PCI 1.2.5',
  reads: ['inventory.ports', 'inventory.nodes', 'fact.port'],
  evaluate: (input) => {
    const seen = new Map(
      newestByPort(input).map((fact) => [`${fact.body.node}:${fact.body.port}/${fact.body.transport}`, fact]),
    )
    return activePorts(input).flatMap((port) =>
      port.targets.flatMap((node) => {
        const fact = seen.get(`${node}:${port.port}/${port.transport}`)
        if (fact === undefined || (fact.body.state !== 'closed' && fact.body.state !== 'filtered')) return []
        return [
          {
            key: `${port.slug}:${node}`,
            title: `Port ${port.port} of ${node} is declared and was found ${fact.body.state}`,
            subjects: [`port:${port.slug}`, `node:${node}`],
            statements: [
              portStatement(port, 'targets', port.targets),
              observed(
                fact,
                `port ${port.port}/${port.transport} of ${node}`,
                [fact.body.state, fact.body.reason].filter(Boolean).join(', '),
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
