import {
  declaredRules,
  type FirewallRule,
  firewallNodes,
  observedRules,
} from '@/lib/core/findings/firewall-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, asks, fixes } from '@/lib/core/findings/statements'

export const port013 = defineRule({
  id: 'PORT-013',
  title: 'A firewall rule holds for one address family alone',
  severity: 'medium',
  reference: 'ufw(8)',
  reads: ['inventory.firewallRules', 'inventory.firewalls', 'inventory.nodes', 'fact.firewall'],
  evaluate: (input) =>
    firewallNodes(input).flatMap((firewall) => {
      const rules = [
        ...declaredRules(input, firewall).filter((rule) => rule.isIpv6 !== null),
        ...observedRules(input, firewall),
      ]
      if (rules.length === 0) {
        return [
          asks({
            key: firewall,
            title: `Whether the rules of ${firewall} hold for IPv6 too is not known`,
            fact: `the address family of each rule of ${firewall}`,
            inventoryPath: 'firewallRules.*.family',
            subjects: [`node:${firewall}`],
          }),
        ]
      }
      const sideOf = (rule: FirewallRule) => `${rule.action} ${JSON.stringify(rule.ports)} ${rule.transport}`
      return rules
        .filter(
          (rule) =>
            rule.from === null &&
            rule.to === null &&
            !rules.some((twin) => twin.isIpv6 !== rule.isIpv6 && sideOf(twin) === sideOf(rule)),
        )
        .map((rule) => ({
          key: `${firewall}:${sideOf(rule)}`,
          title: `A rule of ${firewall} holds for ${rule.isIpv6 ? 'IPv6' : 'IPv4'} alone`,
          subjects: [`node:${firewall}`],
          statements: [
            rule.statement,
            absent(`firewallRules of ${firewall}`, `no twin for ${rule.isIpv6 ? 'IPv4' : 'IPv6'}`),
          ],
          fixes: fixes('Remove the rule', 'Add its twin'),
        }))
    }),
})
