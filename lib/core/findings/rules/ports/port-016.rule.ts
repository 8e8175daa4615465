import { linksFrom, linksTo } from '@/lib/core/findings/estate-index'
import {
  activePorts,
  decidingRule,
  declaredRules,
  firewallsBefore,
  portStatement,
} from '@/lib/core/findings/firewall-words'
import { defineRule, type FindingInput } from '@/lib/core/findings/rule-definition'
import { absent, fix, nodeSubjects } from '@/lib/core/findings/statements'

export const port016 = defineRule({
  id: 'PORT-016',
  title: 'The firewall denies a monitoring port, and no private way to it is declared',
  severity: 'medium',
  reference: 'PCI 1.2.5',
  reads: [
    'inventory.ports',
    'inventory.firewallRules',
    'inventory.firewalls',
    'inventory.nodes',
    'inventory.links',
  ],
  evaluate: (input) =>
    activePorts(input)
      .filter((port) => port.class === 'monitoring')
      .flatMap((port) => {
        const denial = firewallsBefore(input, port)
          .map((firewall) => decidingRule(declaredRules(input, firewall), port.port, port.transport))
          .find((rule) => rule?.action === 'deny')
        if (denial === undefined || port.targets.every((target) => hasPrivateWay(input, target, port.port)))
          return []
        return [
          {
            key: port.slug,
            title: `${port.service} (${port.port}): the firewall denies it, and no way by which it is reached is declared`,
            subjects: [`port:${port.slug}`, `node:${denial.node}`, ...nodeSubjects(port.targets)],
            statements: [
              portStatement(port),
              denial.statement,
              absent('links', `no link to ${port.targets.join(', ')} on ${port.port}`),
            ],
            fixes: [
              fix(1, `Allow port ${port.port} from those who read it`),
              fix(2, 'Declare the link by which it is reached'),
            ],
          },
        ]
      }),
})

/** A link on that port, or data that flows from it to whoever collects. */
function hasPrivateWay(input: FindingInput, target: string, port: number): boolean {
  return (
    linksTo(input, target).some((link) => link.port === port) ||
    linksFrom(input, target).some((link) => link.kind === 'metrics')
  )
}
