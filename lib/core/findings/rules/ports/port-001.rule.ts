import {
  activePorts,
  decidingRule,
  declaredRules,
  firewallsBefore,
  observedRules,
  portStatement,
} from '@/lib/core/findings/firewall-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix, nodeSubjects } from '@/lib/core/findings/statements'

export const port001 = defineRule({
  id: 'PORT-001',
  title: 'A port declared external is denied by the firewall',
  severity: 'high',
  reference: 'PCI 1.2.5, 1.2.8',
  reads: [
    'inventory.ports',
    'inventory.firewallRules',
    'inventory.firewalls',
    'inventory.nodes',
    'inventory.links',
    'fact.firewall',
  ],
  evaluate: (input) =>
    activePorts(input)
      .filter((port) => port.class === 'external')
      .flatMap((port) =>
        firewallsBefore(input, port).flatMap((firewall) => {
          const declared = decidingRule(declaredRules(input, firewall), port.port, port.transport)
          const seen = decidingRule(observedRules(input, firewall), port.port, port.transport)
          const denials = [declared, seen].filter((rule) => rule?.action === 'deny')
          if (denials.length === 0) return []
          return [
            {
              key: `${port.slug}:${firewall}`,
              title: `Port ${port.port} is declared external, but ${firewall} denies it`,
              subjects: [`port:${port.slug}`, `node:${firewall}`, ...nodeSubjects(port.targets)],
              isContradiction: true,
              statements: [
                portStatement(port, 'class', `${port.port}/${port.transport} ${port.service}, ${port.class}`),
                ...denials.flatMap((rule) => rule?.statement ?? []),
              ],
              fixes: [
                fix(
                  0,
                  `Take port ${port.port} out of the external ports, and say what answers there instead`,
                ),
                fix(1, `Allow port ${port.port} on ${firewall}`, `ufw allow ${port.port}/${port.transport}`),
              ],
            },
          ]
        }),
      ),
})
