import { activePorts, portStatement } from '@/lib/core/findings/firewall-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, nodeSubjects } from '@/lib/core/findings/statements'
import { dataPorts } from '@/lib/core/findings/tables/ports'

export const port009 = defineRule({
  id: 'PORT-009',
  title: 'A database, cache, metrics or application port is declared external',
  severity: 'critical',
  reference: 'PCI 1.4.4',
  reads: ['inventory.ports'],
  evaluate: (input) =>
    activePorts(input)
      .filter((port) => port.class === 'external' && dataPorts.has(port.port))
      .map((port) => ({
        key: port.slug,
        title: `${dataPorts.get(port.port)} (${port.port}) is declared external`,
        subjects: [`port:${port.slug}`, ...nodeSubjects(port.targets)],
        statements: [portStatement(port), portStatement(port, 'targets', port.targets)],
        fixes: fixes(
          `Make port ${port.port} internal and close it to the Internet`,
          'Name what answers to the Internet in its place',
        ),
      })),
})
