import { alertQueries, alertSubjects, exprStatement } from '@/lib/core/findings/alert-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, stated } from '@/lib/core/findings/statements'

export const mon007 = defineRule({
  id: 'MON-007',
  title: 'A ratio alert is blind or mad without traffic',
  severity: 'low',
  reference: 'a guard: and rate > 0',
  reads: ['inventory.alerts'],
  evaluate: (input) =>
    alertQueries(input)
      .filter(({ query }) => query.isRatio && !query.hasGuard)
      .filter(
        ({ query }) =>
          query.selectors.filter((selector) => /^(rate|irate|increase)$/.test(selector.inside ?? ''))
            .length >= 2,
      )
      .map((each) => ({
        key: each.alert.slug,
        title: `${each.alert.slug} divides by traffic that can be nothing`,
        subjects: alertSubjects([each.alert]),
        statements: [exprStatement(each), stated('alert', each.alert, 'stated', each.alert.stated)],
        fixes: fixes('Add a guard: and sum(rate(…)) > 0'),
      })),
})
