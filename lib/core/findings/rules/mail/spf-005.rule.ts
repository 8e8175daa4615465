import { parseSpf } from '@/lib/core/dns/spf'
import { joinedText, recordStatement, recordSubjects } from '@/lib/core/findings/dns-words'
import { spfRecords } from '@/lib/core/findings/mail-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'

export const spf005 = defineRule({
  id: 'SPF-005',
  title: 'SPF uses ptr, which is slow and which receivers ignore',
  severity: 'medium',
  reference: 'RFC 7208 s.5.5',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    spfRecords(input)
      .filter((each) => parseSpf(joinedText(each.data))?.terms.some((term) => term.name === 'ptr'))
      .map((each) => ({
        key: each.record.slug,
        title: `SPF of ${each.name} uses ptr`,
        subjects: recordSubjects([each]),
        statements: [recordStatement(each), known('RFC 7208 s.5.5', 'ptr', 'should not be published')],
        fixes: fixes('Name the addresses'),
      })),
})
