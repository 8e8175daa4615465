import {
  decidingRule,
  declaredRules,
  firewallNodes,
  firewallSetup,
  observedRules,
} from '@/lib/core/findings/firewall-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fix, stated } from '@/lib/core/findings/statements'

export const port017 = defineRule({
  id: 'PORT-017',
  title: 'SSH is allowed without a limit, and nothing else slows guessing down',
  severity: 'low',
  reference: 'ufw(8), limit',
  reads: ['inventory.firewallRules', 'inventory.firewalls', 'inventory.nodes', 'fact.firewall'],
  evaluate: (input) =>
    firewallNodes(input).flatMap((firewall) => {
      const rule =
        decidingRule(observedRules(input, firewall), 22) ?? decidingRule(declaredRules(input, firewall), 22)
      if (rule?.action !== 'allow' || rule.isRateLimited) return []
      const setup = firewallSetup(input, firewall)
      if (setup.hasFail2ban === true) return []
      const statements = [rule.statement, stated('firewall', setup, 'hasFail2ban', setup.hasFail2ban)]
      const subjects = [`node:${firewall}`]
      if (setup.hasFail2ban === undefined) {
        const title = `SSH is allowed without a limit on ${firewall}; whether fail2ban slows guessing down is not stated`
        return [
          asks({
            key: firewall,
            title,
            fact: `fail2ban on ${firewall}`,
            inventoryPath: `firewalls.${firewall}.hasFail2ban`,
            subjects,
            statements,
          }),
        ]
      }
      return [
        {
          key: firewall,
          title: `${firewall} allows SSH without a limit, and there is no fail2ban`,
          subjects,
          statements,
          fixes: [fix(0, 'Limit it', 'ufw limit 22/tcp'), fix(1, 'Install fail2ban')],
        },
      ]
    }),
})
