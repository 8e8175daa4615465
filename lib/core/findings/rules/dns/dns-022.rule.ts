import { recordStatement, recordSubjects, recordsOfType } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'
import { isUnroutable } from '@/lib/core/findings/tables/addresses'

export const dns022 = defineRule({
  id: 'DNS-022',
  title: 'The public zone holds a private or documentation address',
  severity: 'medium',
  reference: 'RFC 1918, RFC 5737',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    recordsOfType(input, 'A', 'AAAA')
      .filter((each) => isUnroutable(each.data))
      .map((each) => ({
        key: each.record.slug,
        title: `${each.name} has the address ${each.data}, which nobody outside reaches`,
        subjects: recordSubjects([each]),
        statements: [recordStatement(each), known('RFC 6890', each.data, 'not routed on the Internet')],
        fixes: fixes('Move it to a zone of the inside'),
      })),
})
