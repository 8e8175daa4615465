import {
  activePorts,
  decidingRule,
  declaredRules,
  firewallsBefore,
  observedRules,
  portStatement,
} from '@/lib/core/findings/firewall-words'
import { newestByPort } from '@/lib/core/findings/observed-ports'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, nodeSubjects, observed, stated } from '@/lib/core/findings/statements'

export const mon014 = defineRule({
  id: 'MON-014',
  title: 'A webhook or a monitoring port is open to the Internet',
  severity: 'high',
  reference: 'as PORT-009',
  reads: [
    'inventory.ports',
    'inventory.monitoring',
    'inventory.firewallRules',
    'inventory.firewalls',
    'inventory.nodes',
    'inventory.links',
    'fact.port',
    'fact.socket',
    'fact.firewall',
  ],
  evaluate: (input) => {
    const ports = activePorts(input).filter((port) => port.class === 'monitoring')
    const allowed = ports.flatMap((port) =>
      firewallsBefore(input, port).flatMap((firewall) => {
        const rule = decidingRule(
          [...declaredRules(input, firewall), ...observedRules(input, firewall)],
          port.port,
          port.transport,
        )
        return rule?.action === 'allow' && rule.from === null ? [{ port, statement: rule.statement }] : []
      }),
    )
    const seen = newestByPort(input)
      .filter((fact) => fact.vantage === 'outside' && fact.body.state === 'open')
      .flatMap((fact) => {
        const port = ports.find(
          (each) => each.port === fact.body.port && each.targets.includes(fact.body.node ?? ''),
        )
        return port === undefined
          ? []
          : [
              {
                port,
                statement: observed(fact, `port ${port.port} of ${fact.body.node}`, 'open from outside'),
              },
            ]
      })
    const hooks = (input.inventory.monitoring?.receivers ?? []).filter(
      (each) => each.kind === 'webhook' && each.isExternal === true && each.isAuthenticated !== true,
    )
    return [
      ...[...allowed, ...seen].map(({ port, statement }) => ({
        key: `${port.slug}:${statement.view}`,
        title: `${port.service} (${port.port}) is a monitoring port and reachable from the Internet`,
        subjects: [`port:${port.slug}`, ...nodeSubjects(port.targets)],
        statements: [portStatement(port), statement],
        fixes: fixes('Call it external, if it is meant', 'Close it to the Internet'),
      })),
      ...hooks.map((receiver) => ({
        key: `receiver:${receiver.slug}`,
        title: `The webhook ${receiver.slug} is external and takes messages from anybody`,
        subjects: nodeSubjects(receiver.node === undefined ? [] : [receiver.node]),
        statements: [
          stated('receiver', receiver, 'isExternal', 'yes'),
          stated('receiver', receiver, 'isAuthenticated', receiver.isAuthenticated),
        ],
        fixes: fixes('Keep it inside', 'Send a bearer token, and check it'),
      })),
    ]
  },
})
