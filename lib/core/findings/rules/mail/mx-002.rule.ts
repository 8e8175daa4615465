import {
  isProxiedRecord,
  recordStatement,
  recordSubjects,
  recordsNamed,
  recordsOfType,
} from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes } from '@/lib/core/findings/statements'

export const mx002 = defineRule({
  id: 'MX-002',
  title: 'Mail is led to a name whose proxy does not carry it',
  severity: 'critical',
  reference: 'Cloudflare network ports',
  reads: ['inventory.dns'],
  evaluate: (input) =>
    recordsOfType(input, 'MX').flatMap((each) => {
      const host = recordsNamed(input, each.target ?? '').find(
        (other) => ['A', 'AAAA', 'CNAME'].includes(other.type) && isProxiedRecord(other),
      )
      if (host === undefined) return []
      return [
        {
          key: each.record.slug,
          title: `MX leads to ${host.name}, which is proxied: no mail arrives`,
          subjects: recordSubjects([each, host]),
          statements: [recordStatement(each), recordStatement(host, `${host.name} ${host.data}, proxied`)],
          fixes: fixes('Name a mail server', `Do not proxy ${host.name}`),
        },
      ]
    }),
})
