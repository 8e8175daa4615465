import { alertQueries, alertSubjects, exprStatement } from '@/lib/core/findings/alert-words'
import { groupBy } from '@/lib/core/findings/kept-by'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix } from '@/lib/core/findings/statements'

export const mon008 = defineRule({
  id: 'MON-008',
  title: 'Two alerts say the same with different severities, and neither silences the other',
  severity: 'low',
  reference: 'Alertmanager inhibit_rules',
  reads: ['inventory.alerts', 'inventory.monitoring'],
  evaluate: (input) => {
    const inhibitions = input.inventory.monitoring?.inhibitions ?? []
    const groups = groupBy(alertQueries(input), (each) =>
      each.expr.replace(/[\d.]+\s*$/, '').replace(/\s+/g, ' '),
    )
    return [...groups.values()].flatMap((twins) => {
      const severities = [...new Set(twins.map(({ alert }) => alert.severity ?? ''))]
      const [first] = twins
      if (first === undefined || twins.length < 2) return []
      if (
        severities.length > 1 &&
        inhibitions.some((each) => severities.includes(each.source) && severities.includes(each.target))
      )
        return []
      return [
        {
          key: first.alert.slug,
          title: `${twins.map(({ alert }) => alert.slug).join(' and ')} tell of the same thing, and all of them are sent`,
          subjects: alertSubjects(twins.map(({ alert }) => alert)),
          statements: twins.map(exprStatement),
          fixes: twins.map(({ alert }, index) =>
            fix(index, `Remove ${alert.slug}, or let the worse silence it`),
          ),
        },
      ]
    })
  },
})
