import { recordStatement, recordSubjects, recordsOfType } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'

export const dns024 = defineRule({
  id: 'DNS-024',
  title: 'SPF stands in a record of type SPF, which nobody reads',
  severity: 'medium',
  reference: 'RFC 7208 s.3.1',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    recordsOfType(input, 'SPF').map((each) => ({
      key: each.record.slug,
      title: `The SPF record of ${each.name} has the type SPF (99)`,
      subjects: recordSubjects([each]),
      statements: [recordStatement(each), known('RFC 7208 s.3.1', 'SPF', 'only as TXT')],
      fixes: fixes('Make it a TXT record'),
    })),
})
