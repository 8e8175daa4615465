import { answersTo, authoritativeAnswers } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, nodeSubjects, observed } from '@/lib/core/findings/statements'

export const dns019 = defineRule({
  id: 'DNS-019',
  title: 'Signatures of the zone do not validate: no certificate can be issued',
  severity: 'critical',
  reference: 'RFC 4035; BR 3.2.2.8.1',
  reads: ['inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const { dns } = input.inventory
    if (dns === undefined) return []
    const ds = answersTo(input, dns.zone, 'DS').find((fact) => fact.body.records.length > 0)
    const keys = authoritativeAnswers(input, dns.zone, 'DNSKEY')[0]
    const bogus = input
      .factsOf('dns-answer')
      .find(
        ({ body }) =>
          body.serverRole === 'resolver' &&
          body.zone === dns.zone &&
          body.rcode === 'SERVFAIL' &&
          authoritativeAnswers(input, body.name, body.type).length > 0,
      )
    const isCut = ds !== undefined && keys !== undefined && keys.body.records.length === 0
    if (!isCut && (bogus === undefined || ds === undefined)) return []
    return [
      {
        key: dns.zone,
        title: isCut
          ? `The parent has a DS record for ${dns.zone}, the zone has no key`
          : `A validating resolver refuses the answers of ${dns.zone}`,
        subjects: nodeSubjects([dns.server]),
        statements: [
          ...(ds
            ? [
                observed(
                  ds,
                  `DS of ${dns.zone}`,
                  ds.body.records.map((each) => each.data),
                ),
              ]
            : []),
          ...(isCut && keys ? [observed(keys, `DNSKEY of ${dns.zone}`, 'none')] : []),
          ...(bogus
            ? [observed(bogus, `${bogus.body.name} ${bogus.body.type} at ${bogus.body.server}`, 'SERVFAIL')]
            : []),
        ],
        fixes: fixes(
          'Remove the DS record at the registrar',
          'Sign the zone with the key that the DS record names',
        ),
      },
    ]
  },
})
