import {
  answersTo,
  recordStatement,
  recordSubjects,
  recordsNamed,
  recordsOfType,
  zoneOf,
} from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fixes, observed } from '@/lib/core/findings/statements'

export const dns016 = defineRule({
  id: 'DNS-016',
  title: 'A name leads to something that does not exist, and can be taken over',
  severity: 'high',
  reference: 'RFC 1912; subdomain takeover',
  reads: ['inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const zone = zoneOf(input)
    return recordsOfType(input, 'CNAME', 'MX', 'NS', 'SRV').flatMap((each) => {
      const target = each.target ?? ''
      const isInside = target === zone || target.endsWith(`.${zone}`)
      const gone = [...answersTo(input, target, 'A'), ...answersTo(input, target, 'AAAA')].find(
        (fact) => fact.body.rcode === 'NXDOMAIN',
      )
      const isUndeclared =
        isInside && recordsNamed(input, target).length === 0 && !recordsNamed(input, `*.${zone}`).length
      if (target === '' || (!isUndeclared && gone === undefined)) return []
      return [
        {
          key: each.record.slug,
          title: `${each.type} of ${each.name} leads to ${target}, which does not exist`,
          subjects: recordSubjects([each]),
          statements: [
            recordStatement(each),
            gone
              ? observed(gone, `${target} at ${gone.body.server}`, gone.body.rcode)
              : absent('dns.records', `no record of ${target}`),
          ],
          fixes: fixes('Remove it', `Declare ${target}`),
        },
      ]
    })
  },
})
