import { authoritativeAnswers, recordsOfType } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, nodeSubjects, observed, stated } from '@/lib/core/findings/statements'

export const dns018 = defineRule({
  id: 'DNS-018',
  title: 'The zone is not signed',
  severity: 'low',
  reference: 'RFC 9364; BR 3.2.2.4',
  reads: ['inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const { dns } = input.inventory
    if (dns === undefined) return []
    const answer = authoritativeAnswers(input, dns.zone, 'DNSKEY')[0]
    const isSigned = answer
      ? answer.body.records.length > 0
      : (dns.dnssec?.isSigned ?? (recordsOfType(input, 'DNSKEY', 'DS').length > 0 ? true : undefined))
    const subjects = nodeSubjects([dns.server])
    if (isSigned === undefined)
      return [
        asks({
          title: `Whether ${dns.zone} is signed is not stated`,
          fact: 'DNSSEC of the zone',
          inventoryPath: 'dns.dnssec.isSigned',
          subjects,
        }),
      ]
    if (isSigned) return []
    return [
      {
        key: dns.zone,
        title: `${dns.zone} is not signed: its answers, CAA among them, can be forged`,
        subjects,
        statements: [
          answer
            ? observed(answer, `DNSKEY of ${dns.zone}`, 'none')
            : stated('DNS zone', { slug: dns.zone }, 'dnssec.isSigned', 'no'),
          stated('DNS zone', { slug: dns.zone }, 'dnssec', dns.dnssec),
        ],
        fixes: fixes('Sign the zone, and publish the DS record at the parent'),
      },
    ]
  },
})
