import { linksTo, nodeNamed } from '@/lib/core/findings/estate-index'
import {
  activePorts,
  decidingRule,
  declaredRules,
  firewallNodes,
  isEdgeFronted,
  observedRules,
} from '@/lib/core/findings/firewall-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix, stated } from '@/lib/core/findings/statements'

export const port008 = defineRule({
  id: 'PORT-008',
  title: 'Web ports of the origin are open to every source, though an edge stands before it',
  severity: 'high',
  reference: 'as TLS-023',
  reads: [
    'inventory.ports',
    'inventory.firewallRules',
    'inventory.firewalls',
    'inventory.nodes',
    'inventory.links',
    'fact.firewall',
  ],
  evaluate: (input) =>
    firewallNodes(input)
      .filter((firewall) => isEdgeFronted(input, firewall))
      .flatMap((firewall) => {
        const declared = declaredRules(input, firewall)
        const open = [443, 80].flatMap((port) => {
          const rule = decidingRule(declared, port) ?? decidingRule(observedRules(input, firewall), port)
          return rule?.action === 'allow' && rule.from === null ? [{ port, rule }] : []
        })
        const [first] = open
        if (first === undefined) return []
        const edge = linksTo(input, firewall).find((link) => nodeNamed(input, link.source)?.kind === 'edge')
        return [
          {
            key: firewall,
            title: `${firewall} lets everybody reach port ${open.map(({ port }) => port).join(' and ')} of the origin, not the edge alone`,
            subjects: [
              `node:${firewall}`,
              ...activePorts(input)
                .filter((port) => port.port === first.port)
                .map((port) => `port:${port.slug}`),
            ],
            statements: [
              ...open.map(({ rule }) => rule.statement),
              ...(edge ? [stated('link', edge, 'source', `${edge.source} stands before ${firewall}`)] : []),
            ],
            fixes: [
              fix(
                0,
                "Allow the edge's ranges alone",
                'ufw allow from RANGE to any port 443 proto tcp, for each range of the edge',
              ),
            ],
            rootCause: 'origin-open-to-all',
          },
        ]
      }),
})
