import {
  activePorts,
  decidingRule,
  declaredRules,
  firewallsBefore,
  portStatement,
} from '@/lib/core/findings/firewall-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix, nodeSubjects, unstated } from '@/lib/core/findings/statements'
import { adminPorts } from '@/lib/core/findings/tables/ports'

export const port006 = defineRule({
  id: 'PORT-006',
  title: 'An administration port is open to every source',
  severity: 'high',
  reference: 'CIS 4, 12; PCI 1.3.1, 2.2.7',
  reads: [
    'inventory.ports',
    'inventory.firewallRules',
    'inventory.firewalls',
    'inventory.nodes',
    'inventory.links',
  ],
  evaluate: (input) =>
    activePorts(input)
      .filter((port) => port.class === 'external' && adminPorts.has(port.port) && port.sources === undefined)
      .flatMap((port) => {
        const rules = firewallsBefore(input, port).flatMap(
          (firewall) => decidingRule(declaredRules(input, firewall), port.port, port.transport) ?? [],
        )
        if (rules.some((rule) => rule.action === 'deny' || rule.from !== null)) return []
        return [
          {
            key: port.slug,
            title: `${adminPorts.get(port.port)} (${port.port}) is external, and no source is named that may reach it`,
            subjects: [
              `port:${port.slug}`,
              ...nodeSubjects(port.targets),
              ...nodeSubjects(rules.map((rule) => rule.node)),
            ],
            statements: [
              portStatement(port),
              unstated('port', port, 'sources'),
              ...rules.map((rule) => rule.statement),
            ],
            fixes: [
              fix(1, 'Name the addresses that may reach it, or put it behind the bastion or a VPN'),
              ...(rules.length > 0
                ? [
                    fix(
                      2,
                      'Allow it from those addresses alone',
                      `ufw allow from RANGE to any port ${port.port} proto tcp`,
                    ),
                  ]
                : []),
            ],
          },
        ]
      }),
})
