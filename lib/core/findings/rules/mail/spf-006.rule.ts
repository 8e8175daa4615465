import { parseSpf } from '@/lib/core/dns/spf'
import { joinedText, recordStatement, recordSubjects } from '@/lib/core/findings/dns-words'
import { spfRecords } from '@/lib/core/findings/mail-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'

export const spf006 = defineRule({
  id: 'SPF-006',
  title: 'SPF is written so that some receivers do not read it',
  severity: 'low',
  reference: 'RFC 7208 s.4.5, 5.1',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    spfRecords(input).flatMap((each) => {
      const text = joinedText(each.data)
      const afterAll = parseSpf(text)?.afterAll ?? []
      const problem = /^\s/.test(text)
        ? 'begins with a space'
        : !text.startsWith('v=spf1')
          ? 'writes its version in capitals'
          : afterAll.length > 0
            ? `has ${afterAll.join(' ')} after all`
            : undefined
      if (problem === undefined) return []
      return [
        {
          key: each.record.slug,
          title: `SPF of ${each.name} ${problem}`,
          subjects: recordSubjects([each]),
          statements: [
            recordStatement(each),
            known('RFC 7208 s.4.5', 'SPF', 'begins with v=spf1 and ends with all'),
          ],
          fixes: fixes('Write it as it is read'),
        },
      ]
    }),
})
