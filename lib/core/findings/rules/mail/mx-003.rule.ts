import { recordStatement, recordSubjects, recordsOfType, zoneOf } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'

export const mx003 = defineRule({
  id: 'MX-003',
  title: 'Mail has one server alone',
  severity: 'low',
  reference: 'RFC 5321 s.5.1',
  reads: ['inventory.dns'],
  evaluate: (input) => {
    const records = recordsOfType(input, 'MX').filter(
      (each) => each.name === zoneOf(input) && !/^0\s+\.?$/.test(each.data.trim()),
    )
    const [only] = records
    if (only === undefined || records.length > 1) return []
    return [
      {
        key: only.record.slug,
        title: `${only.name} takes mail at ${only.target} alone`,
        subjects: recordSubjects([only]),
        statements: [recordStatement(only), known('RFC 5321 s.5.1', 'MX', 'a second one takes over')],
        fixes: fixes('Add a second MX'),
      },
    ]
  },
})
