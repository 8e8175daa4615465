import { alertSubjects } from '@/lib/core/findings/alert-words'
import { groupBy } from '@/lib/core/findings/kept-by'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix, stated } from '@/lib/core/findings/statements'

export const mon012 = defineRule({
  id: 'MON-012',
  title: 'Two thresholds for one metric contradict each other, or what the estate can carry',
  severity: 'medium',
  reference: 'as HA-010',
  reads: ['inventory.alerts'],
  evaluate: ({ inventory }) => {
    const groups = groupBy(
      inventory.alerts,
      (alert) =>
        `${alert.metric.toLowerCase()} ${alert.unit} ${alert.percentile ?? ''} ${alert.severity ?? ''}`,
    )
    return [...groups.values()].flatMap((twins) => {
      const [first] = twins
      if (first === undefined || new Set(twins.map((alert) => alert.threshold)).size < 2) return []
      return [
        {
          key: first.slug,
          title: `${first.metric} has ${twins.length} thresholds of one severity: ${twins.map((alert) => alert.threshold).join(', ')}`,
          subjects: alertSubjects(twins),
          statements: twins.map((alert) => stated('alert', alert, 'threshold', alert.stated)),
          fixes: twins.map((alert, index) => fix(index, `Change or remove ${alert.slug}`)),
        },
      ]
    })
  },
})
