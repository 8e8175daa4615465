import { alertSubjects } from '@/lib/core/findings/alert-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix, known, stated } from '@/lib/core/findings/statements'
import { knownSeverities } from '@/lib/core/findings/tables/exporters'

export const mon004 = defineRule({
  id: 'MON-004',
  title: 'An alert has no severity, or an unknown one',
  severity: 'low',
  reference: 'critical, warning, info',
  reads: ['inventory.alerts'],
  evaluate: ({ inventory }) => {
    const odd = inventory.alerts.filter((alert) => !knownSeverities.includes(alert.severity ?? ''))
    if (odd.length === 0) return []
    return [
      {
        key: 'severity',
        title: `${odd.length} of ${inventory.alerts.length} alerts have no severity that routes them`,
        subjects: alertSubjects(odd),
        statements: [
          ...odd.map((alert) => stated('alert', alert, 'severity', alert.severity)),
          known('kubernetes-mixin', 'severity', knownSeverities.join(', ')),
        ],
        fixes: odd.map((alert, index) => fix(index, `Give ${alert.slug} critical, warning or info`)),
      },
    ]
  },
})
