import { alertQueries, alertSubjects, exprStatement } from '@/lib/core/findings/alert-words'
import { nodeNamed } from '@/lib/core/findings/estate-index'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fixes } from '@/lib/core/findings/statements'

export const mon010 = defineRule({
  id: 'MON-010',
  title: 'An alert asks for a job or an instance that does not exist',
  severity: 'medium',
  reference: 'pint promql/series',
  reads: ['inventory.alerts', 'inventory.monitoring', 'inventory.nodes'],
  evaluate: (input) => {
    const jobs = new Set((input.inventory.monitoring?.scrapes ?? []).map((scrape) => scrape.slug))
    if (jobs.size === 0) return []
    return alertQueries(input).flatMap((each) => {
      const gone = each.query.selectors
        .flatMap((selector) => selector.labels)
        .filter(
          (label) =>
            label.operator === '=' &&
            (label.name === 'job'
              ? !jobs.has(label.value)
              : label.name === 'node' && nodeNamed(input, label.value) === undefined),
        )
      const [first] = gone
      if (first === undefined) return []
      return [
        {
          key: each.alert.slug,
          title: `${each.alert.slug} asks for ${first.name} ${first.value}, which does not exist`,
          subjects: alertSubjects([each.alert]),
          statements: [
            exprStatement(each),
            absent(
              first.name === 'job' ? 'monitoring.scrapes' : 'nodes',
              `known are ${[...jobs].join(', ')}`,
            ),
          ],
          fixes: fixes('Ask for one that exists', 'Declare it'),
        },
      ]
    })
  },
})
