import { caaFor } from '@/lib/core/findings/caa'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fixes, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const caa001 = defineRule({
  id: 'CAA-001',
  title: 'No CAA record says who may issue certificates',
  severity: 'low',
  reference: 'RFC 8659 s.3',
  reads: ['inventory.dns'],
  evaluate: (input) => {
    const { dns } = input.inventory
    if (dns === undefined || caaFor(input, dns.zone).length > 0) return []
    return [
      {
        key: dns.zone,
        title: `Every authority may issue certificates for ${dns.zone}`,
        subjects: nodeSubjects([dns.server]),
        statements: [
          absent('dns.records', `no CAA at ${dns.zone}`),
          stated('DNS zone', { slug: dns.zone }, 'zone', dns.zone),
        ],
        fixes: fixes('Add a CAA record for the authority that is used'),
      },
    ]
  },
})
