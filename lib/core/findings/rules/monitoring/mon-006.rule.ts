import { alertQueries, alertSubjects, exprStatement } from '@/lib/core/findings/alert-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'
import { gauges } from '@/lib/core/findings/tables/exporters'

export const mon006 = defineRule({
  id: 'MON-006',
  title: 'A counter function is used on a gauge',
  severity: 'medium',
  reference: 'pint promql/counter',
  reads: ['inventory.alerts'],
  evaluate: (input) =>
    alertQueries(input).flatMap((each) => {
      const wrong = each.query.selectors.find(
        (selector) =>
          /^(rate|irate|increase|resets)$/.test(selector.inside ?? '') && gauges.test(selector.metric),
      )
      if (wrong === undefined) return []
      return [
        {
          key: each.alert.slug,
          title: `${each.alert.slug} takes ${wrong.inside} of ${wrong.metric}, which is a gauge and goes down again`,
          subjects: alertSubjects([each.alert]),
          statements: [exprStatement(each), known("the exporter's own types", wrong.metric, 'gauge')],
          fixes: fixes('Use delta, or max_over_time'),
        },
      ]
    }),
})
