import { recordStatement, recordSubjects, recordsOfType } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known } from '@/lib/core/findings/statements'
import { isAddress } from '@/lib/core/findings/tables/addresses'

export const dns004 = defineRule({
  id: 'DNS-004',
  title: 'MX, NS or CNAME leads to an address in place of a name',
  severity: 'high',
  reference: 'RFC 1035 s.3.3',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    recordsOfType(input, 'MX', 'NS', 'CNAME')
      .filter((each) => isAddress(each.target ?? ''))
      .map((each) => ({
        key: each.record.slug,
        title: `${each.type} of ${each.name} leads to the address ${each.target}`,
        subjects: recordSubjects([each]),
        statements: [recordStatement(each), known('RFC 1035 s.3.3', each.type, 'a domain name')],
        fixes: fixes('Name a host that has this address'),
      })),
})
