import { recordNames, recordStatement, recordSubjects } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fix } from '@/lib/core/findings/statements'

export const dns021 = defineRule({
  id: 'DNS-021',
  title: 'A public name has no IPv6 address',
  severity: 'low',
  reference: 'RFC 6540; internet.nl',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    recordNames(input).flatMap(([name, records]) => {
      const addresses = records.filter((each) => each.type === 'A')
      if (addresses.length === 0 || records.some((each) => each.type === 'AAAA')) return []
      return [
        {
          key: name,
          title: `${name} has no IPv6 address`,
          subjects: recordSubjects(addresses),
          statements: [
            ...addresses.map((each) => recordStatement(each)),
            absent('dns.records', `no AAAA of ${name}`),
          ],
          fixes: [fix(addresses.length, 'Add an AAAA record')],
        },
      ]
    }),
})
