import { recordStatement, recordSubjects, recordsNamed, zoneOf } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'

export const dns002 = defineRule({
  id: 'DNS-002',
  title: 'The zone itself is a CNAME',
  severity: 'high',
  reference: 'RFC 1912 s.2.4',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    recordsNamed(input, zoneOf(input))
      .filter((each) => each.type === 'CNAME')
      .map((each) => ({
        key: each.record.slug,
        title: `${each.name} is a CNAME, so it can have neither SOA nor NS`,
        subjects: recordSubjects([each]),
        statements: [recordStatement(each), known('RFC 1912 s.2.4', 'zone apex', 'holds SOA and NS records')],
        fixes: fixes('Use A and AAAA records'),
      })),
})
