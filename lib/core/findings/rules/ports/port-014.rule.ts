import {
  covers,
  declaredRules,
  type FirewallRule,
  firewallNodes,
  observedRules,
} from '@/lib/core/findings/firewall-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes } from '@/lib/core/findings/statements'

export const port014 = defineRule({
  id: 'PORT-014',
  title: 'A firewall rule is never reached, since a broader one stands before it',
  severity: 'low',
  reference: 'first match decides',
  reads: ['inventory.firewallRules', 'inventory.firewalls', 'inventory.nodes', 'fact.firewall'],
  evaluate: (input) =>
    firewallNodes(input).flatMap((firewall) =>
      [declaredRules(input, firewall), observedRules(input, firewall)].flatMap((rules) =>
        rules.flatMap((rule, index) => {
          const before = rules.slice(0, index).find((earlier) => isBroader(earlier, rule))
          if (before === undefined) return []
          return [
            {
              key: `${firewall}:${rule.statement.value}`,
              title: `A rule of ${firewall} is never reached: “${rule.statement.value}”`,
              subjects: [`node:${firewall}`],
              statements: [rule.statement, before.statement],
              fixes: fixes('Remove it, or move it up', 'Make the earlier rule narrower'),
            },
          ]
        }),
      ),
    ),
})

function isBroader(earlier: FirewallRule, later: FirewallRule): boolean {
  if (earlier.isIpv6 !== null && later.isIpv6 !== null && earlier.isIpv6 !== later.isIpv6) return false
  if (earlier.from !== null && earlier.from !== later.from) return false
  if (earlier.to !== null && earlier.to !== later.to) return false
  if (earlier.transport === 'other') return false
  if (earlier.transport !== 'any' && earlier.transport !== later.transport) return false
  if (earlier.ports === null) return true
  if (later.ports === null || later.ports.length === 0) return false
  return later.ports.every((range) => covers(earlier, range.first) && covers(earlier, range.last))
}
