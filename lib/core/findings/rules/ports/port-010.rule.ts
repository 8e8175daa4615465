import { activePorts, portStatement } from '@/lib/core/findings/firewall-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, nodeSubjects, unstated } from '@/lib/core/findings/statements'
import { clearTextPorts } from '@/lib/core/findings/tables/ports'

export const port010 = defineRule({
  id: 'PORT-010',
  title: 'A clear-text protocol is in use without a compensating control',
  severity: 'medium',
  reference: 'PCI 1.2.6, 2.2.5',
  reads: ['inventory.ports'],
  evaluate: (input) =>
    activePorts(input)
      .filter((port) => clearTextPorts.has(port.port) && port.compensatingControl === undefined)
      .filter((port) => !/redirect/i.test(port.note ?? '') && !/tls|ssl/i.test(port.service))
      .map((port) => ({
        key: port.slug,
        title: `${port.service} (${port.port}) speaks in clear, and no compensating control is named`,
        subjects: [`port:${port.slug}`, ...nodeSubjects(port.targets)],
        statements: [
          portStatement(port, 'service', `${port.port} ${port.service}`),
          unstated('port', port, 'compensatingControl'),
        ],
        fixes: fixes(`Encrypt ${port.service}`, 'Say what protects it: a segment of its own, an allow list'),
      })),
})
