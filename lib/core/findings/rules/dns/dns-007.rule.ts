import { recordNames, recordStatement, recordSubjects } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes } from '@/lib/core/findings/statements'

export const dns007 = defineRule({
  id: 'DNS-007',
  title: 'The same record is declared twice',
  severity: 'low',
  reference: 'RFC 2181 s.5',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    recordNames(input).flatMap(([name, records]) =>
      records.flatMap((each, index) => {
        const first = records.findIndex(
          (other) => other.type === each.type && other.data.toLowerCase() === each.data.toLowerCase(),
        )
        const twin = records[first]
        if (first === index || twin === undefined) return []
        return [
          {
            key: each.record.slug,
            title: `${name} ${each.type} ${each.data} is declared twice`,
            subjects: recordSubjects([twin, each]),
            statements: [recordStatement(twin), recordStatement(each)],
            fixes: fixes(`Remove ${twin.record.slug}`, `Remove ${each.record.slug}`),
          },
        ]
      }),
    ),
})
