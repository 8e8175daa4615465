import {
  activePorts,
  allowedPorts,
  declaredRules,
  firewallNodes,
  observedRules,
} from '@/lib/core/findings/firewall-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fixes } from '@/lib/core/findings/statements'

export const port002 = defineRule({
  id: 'PORT-002',
  title: 'The firewall allows a port that no matrix row names',
  severity: 'high',
  reference: 'PCI 1.2.5; CIS 4.4',
  reads: [
    'inventory.ports',
    'inventory.firewallRules',
    'inventory.firewalls',
    'inventory.nodes',
    'fact.firewall',
  ],
  evaluate: (input) => {
    const known = new Set(activePorts(input).map((port) => port.port))
    return firewallNodes(input).flatMap((firewall) =>
      allowedPorts([...declaredRules(input, firewall), ...observedRules(input, firewall)])
        .filter(({ rule, range }) => rule.profile === null && !known.has(range.first))
        .filter(
          ({ range }, index, all) => all.findIndex((each) => each.range.first === range.first) === index,
        )
        .map(({ rule, range }) => ({
          key: `${firewall}:${range.first}`,
          title: `${firewall} lets port ${rangeWords(range)} in, which the port matrix does not name`,
          subjects: [`node:${firewall}`],
          statements: [rule.statement, absent('ports', `no port ${rangeWords(range)}`)],
          fixes: fixes(
            `Remove the rule from ${firewall}`,
            `Declare port ${rangeWords(range)} with its owner and reason`,
          ),
        })),
    )
  },
})

function rangeWords({ first, last }: { readonly first: number; readonly last: number }): string {
  return first === last ? String(first) : `${first} to ${last}`
}
