import { alertSubjects, exprStatement, judgeQueries } from '@/lib/core/findings/alert-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, stated } from '@/lib/core/findings/statements'

export const mon001 = defineRule({
  id: 'MON-001',
  title: 'An alert expression is not valid PromQL',
  severity: 'high',
  reference: 'promtool check rules',
  reads: ['inventory.alerts'],
  evaluate: (input) =>
    judgeQueries(input, 'Whether it is valid', (each) => {
      if (each.query.errorAt === undefined) return []
      const { slug } = each.alert
      return [
        {
          key: slug,
          title: `The expression of ${slug} is not valid at character ${each.query.errorAt + 1}`,
          subjects: alertSubjects([each.alert]),
          statements: [exprStatement(each), stated('alert', each.alert, 'stated', each.alert.stated)],
          fixes: fixes('Mend the expression'),
        },
      ]
    }),
})
