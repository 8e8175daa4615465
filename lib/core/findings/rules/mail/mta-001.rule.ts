import {
  recordStatement,
  recordSubjects,
  recordsOfType,
  textsAt,
  zoneOf,
} from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fix } from '@/lib/core/findings/statements'

export const mta001 = defineRule({
  id: 'MTA-001',
  title: 'Mail to the zone need not be encrypted: neither MTA-STS nor DANE',
  severity: 'low',
  reference: 'RFC 8461, RFC 7672',
  reads: ['inventory.dns'],
  evaluate: (input) => {
    const zone = zoneOf(input)
    const servers = recordsOfType(input, 'MX').filter((each) => each.name === zone)
    const hasSts = textsAt(input, `_mta-sts.${zone}`, /^"?v=STSv1/).length > 0
    const hasDane = recordsOfType(input, 'TLSA').some((each) => each.name.startsWith('_25._tcp.'))
    if (servers.length === 0 || hasSts || hasDane) return []
    return [
      {
        key: zone,
        title: `Whoever sends to ${zone} may be talked out of TLS`,
        subjects: recordSubjects(servers),
        statements: [
          ...servers.map((each) => recordStatement(each)),
          absent('dns.records', `no _mta-sts.${zone}, no TLSA`),
        ],
        fixes: [fix(servers.length, 'Publish MTA-STS, or TLSA records with DNSSEC')],
        rootCause: 'mail-transport',
      },
    ]
  },
})
