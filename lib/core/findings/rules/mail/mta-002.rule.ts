import {
  recordStatement,
  recordSubjects,
  recordsOfType,
  textsAt,
  zoneOf,
} from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fix } from '@/lib/core/findings/statements'

export const mta002 = defineRule({
  id: 'MTA-002',
  title: 'Nobody is told when mail could not be sent encrypted',
  severity: 'info',
  reference: 'RFC 8460',
  reads: ['inventory.dns'],
  evaluate: (input) => {
    const zone = zoneOf(input)
    const servers = recordsOfType(input, 'MX').filter((each) => each.name === zone)
    if (servers.length === 0 || textsAt(input, `_smtp._tls.${zone}`, /^"?v=TLSRPTv1/).length > 0) return []
    return [
      {
        key: zone,
        title: `${zone} gets no reports of failed TLS (TLS-RPT)`,
        subjects: recordSubjects(servers),
        statements: [
          ...servers.map((each) => recordStatement(each)),
          absent('dns.records', `no _smtp._tls.${zone}`),
        ],
        fixes: [fix(servers.length, 'Publish a TLS-RPT record')],
        rootCause: 'mail-transport',
      },
    ]
  },
})
