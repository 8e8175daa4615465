import {
  activePorts,
  allowedPorts,
  declaredRules,
  type FirewallRule,
  firewallNodes,
  observedRules,
  type PortRange,
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
    return firewallNodes(input).flatMap((firewall) => {
      const rules = [...declaredRules(input, firewall), ...observedRules(input, firewall)]
      const ranges = allowedPorts(rules).filter(
        ({ rule, range }) => rule.profile === null && !isNamed(range, known),
      )
      const open = rules.filter(isOpenToAll).map((rule) => ({ rule, range: everyPort }))
      return [...open, ...ranges]
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
        }))
    })
  },
})

const everyPort = { first: 1, last: 65_535 }

/** A rule without ports, a source or an address is a default that lets everybody in everywhere. */
function isOpenToAll({ action, ports, from, to, transport }: FirewallRule): boolean {
  return action === 'allow' && ports === null && from === null && to === null && transport !== 'other'
}

/** Whether the matrix names every port of it. */
function isNamed({ first, last }: PortRange, known: ReadonlySet<number>): boolean {
  for (let port = first; port <= last; port++) if (!known.has(port)) return false
  return true
}

function rangeWords({ first, last }: PortRange): string {
  return first === last ? String(first) : `${first} to ${last}`
}
