import { alertQueries } from '@/lib/core/findings/alert-words'
import { nodesOf } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fixes, known, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const mon011 = defineRule({
  id: 'MON-011',
  title: 'Nothing tells that alerting itself has stopped',
  severity: 'medium',
  reference: 'Watchdog of the mixins',
  reads: ['inventory.alerts', 'inventory.nodes'],
  evaluate: (input) => {
    const { alerts } = input.inventory
    if (alerts.length === 0) return []
    const hasWatchdog = alerts.some(
      (alert) =>
        /watchdog|dead.?man/i.test(`${alert.slug} ${alert.stated}`) ||
        /^\s*vector\(1\)\s*$/.test(alert.expr ?? ''),
    )
    if (
      hasWatchdog ||
      alertQueries(input).some(({ query }) => query.functions.some((name) => name.startsWith('absent')))
    )
      return []
    return [
      {
        key: 'watchdog',
        title: 'No alert fires always: silence looks like health',
        subjects: nodeSubjects(nodesOf(input, 'alerting').map((node) => node.slug)),
        statements: [
          absent('alerts', 'no Watchdog, no absent()'),
          known('kubernetes-mixin', 'Watchdog', 'an alert that always fires'),
          ...nodesOf(input, 'alerting').map((node) => stated('node', node, 'kind', 'sends what it is given')),
        ],
        fixes: fixes('Add a Watchdog, and somebody outside who misses it'),
      },
    ]
  },
})
