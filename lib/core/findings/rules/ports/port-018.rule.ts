import {
  activePorts,
  allowedPorts,
  declaredRules,
  firewallNodes,
  observedRules,
} from '@/lib/core/findings/firewall-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fixes } from '@/lib/core/findings/statements'

export const port018 = defineRule({
  id: 'PORT-018',
  title: 'A firewall application profile opens a port that the matrix does not name',
  severity: 'medium',
  reference: 'ufw application profiles',
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
      allowedPorts(
        [...declaredRules(input, firewall), ...observedRules(input, firewall)].filter(
          (rule) => rule.profile !== null,
        ),
      )
        .filter(({ range }) => !known.has(range.first))
        .map(({ rule, range }) => ({
          key: `${firewall}:${rule.profile}:${range.first}:${rule.isIpv6}`,
          title: `The profile ${rule.profile} on ${firewall} opens port ${range.first}, which the port matrix does not name`,
          subjects: [`node:${firewall}`],
          statements: [rule.statement, absent('ports', `no port ${range.first}`)],
          fixes: fixes('Replace the profile by the ports that are needed', `Declare port ${range.first}`),
        })),
    )
  },
})
