import { defineRule } from '@/lib/core/findings/rule-definition'
import { balancedLinks, safeUtilisation } from '@/lib/core/findings/site-words'
import { fix, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const ha010 = defineRule({
  id: 'HA-010',
  title: 'The load alert fires only when a failover would no longer fit',
  severity: 'high',
  reference: 'SOC2 A1.1; N+1',
  reads: ['inventory.links', 'inventory.nodes', 'inventory.traffic', 'inventory.alerts'],
  evaluate: (input) => {
    const safe = safeUtilisation(input)
    const links = balancedLinks(input)
    if (safe === undefined) return []
    return input.inventory.alerts
      .filter(
        (alert) => /cpu/i.test(alert.metric) && alert.unit === 'percent' && alert.comparator.startsWith('>'),
      )
      .filter((alert) => alert.threshold > safe)
      .map((alert) => ({
        key: alert.slug,
        title: `The CPU alert fires at ${alert.threshold} %; with one region lost, all above ${safe} % no longer fits`,
        subjects: [
          `alert:${alert.slug}`,
          ...links.map((link) => `link:${link.id}`),
          ...nodeSubjects(links.map((link) => link.target)),
        ],
        statements: [
          stated('alert', alert, 'threshold', alert.stated),
          ...links.map((link) => stated('link', link, 'weight', `${link.weight} % to ${link.target}`)),
        ],
        fixes: [
          fix(0, `Add an alert at ${Math.max(safe - 5, 1)} % while all regions serve`),
          fix(1, 'Add a region, so that each carries less'),
        ],
        rootCause: 'failover-capacity',
      }))
  },
})
