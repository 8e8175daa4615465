import {
  recordStatement,
  recordSubjects,
  recordsNamed,
  recordsOfType,
  type ZoneRecord,
} from '@/lib/core/findings/dns-words'
import { defineRule, type FindingInput } from '@/lib/core/findings/rule-definition'
import { fixes } from '@/lib/core/findings/statements'

export const dns005 = defineRule({
  id: 'DNS-005',
  title: 'CNAMEs go round, or lead over more than one step inside the zone',
  severity: 'high',
  reference: 'RFC 1034 s.3.6.2',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    recordsOfType(input, 'CNAME').flatMap((each) => {
      const chain = [each]
      for (let at = next(input, each); at !== undefined && !chain.includes(at); at = next(input, at))
        chain.push(at)
      const last = chain.at(-1)
      const isLoop = last !== undefined && next(input, last) !== undefined
      if (!isLoop && chain.length < 3) return []
      return [
        {
          key: each.record.slug,
          severity: isLoop ? ('high' as const) : ('low' as const),
          title: isLoop
            ? `${each.name} leads back to itself`
            : `${each.name} is resolved over ${chain.length} CNAMEs`,
          subjects: recordSubjects(chain),
          statements: chain.map((one) => recordStatement(one)),
          fixes: fixes('Lead it to the last name at once'),
        },
      ]
    }),
})

function next(input: FindingInput, each: ZoneRecord): ZoneRecord | undefined {
  return recordsNamed(input, each.target ?? '').find((other) => other.type === 'CNAME')
}
