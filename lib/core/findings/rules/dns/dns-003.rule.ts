import { recordStatement, recordSubjects, recordsNamed, recordsOfType } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes } from '@/lib/core/findings/statements'

export const dns003 = defineRule({
  id: 'DNS-003',
  title: 'MX, NS or SRV leads to a CNAME',
  severity: 'medium',
  reference: 'RFC 2181 s.10.3, RFC 2782',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    recordsOfType(input, 'MX', 'NS', 'SRV').flatMap((each) => {
      const alias = recordsNamed(input, each.target ?? '').find((other) => other.type === 'CNAME')
      if (alias === undefined) return []
      return [
        {
          key: each.record.slug,
          title: `${each.type} of ${each.name} leads to ${alias.name}, which is a CNAME`,
          subjects: recordSubjects([each, alias]),
          statements: [recordStatement(each), recordStatement(alias)],
          fixes: fixes(`Name ${alias.target} in the ${each.type}`, 'Give the name addresses of its own'),
        },
      ]
    }),
})
