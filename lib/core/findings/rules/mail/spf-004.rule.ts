import { parseSpf } from '@/lib/core/dns/spf'
import { joinedText, recordStatement, recordSubjects } from '@/lib/core/findings/dns-words'
import { spfRecords } from '@/lib/core/findings/mail-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'

export const spf004 = defineRule({
  id: 'SPF-004',
  title: 'SPF lets everybody send, or does not say what happens to the rest',
  severity: 'high',
  reference: 'RFC 7208 s.5.1',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    spfRecords(input).flatMap((each) => {
      const terms = parseSpf(joinedText(each.data))?.terms ?? []
      const all = terms.find((term) => term.name === 'all')
      if (
        all?.qualifier === '-' ||
        all?.qualifier === '~' ||
        (all === undefined && terms.some((term) => term.name === 'redirect'))
      )
        return []
      return [
        {
          key: each.record.slug,
          severity: all?.qualifier === '+' ? ('high' as const) : ('medium' as const),
          title:
            all === undefined
              ? `SPF of ${each.name} ends without all`
              : `SPF of ${each.name} ends with ${all.text}`,
          subjects: recordSubjects([each]),
          statements: [recordStatement(each), known('RFC 7208 s.5.1', 'all', '-all refuses, ~all marks')],
          fixes: fixes('End it with -all'),
        },
      ]
    }),
})
