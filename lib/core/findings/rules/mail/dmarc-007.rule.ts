import { recordStatement, recordSubjects } from '@/lib/core/findings/dns-words'
import { nodesOf } from '@/lib/core/findings/estate-index'
import { dkimKeys, ownDmarc } from '@/lib/core/findings/mail-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, fix, nodeSubjects, unstated } from '@/lib/core/findings/statements'

export const dmarc007 = defineRule({
  id: 'DMARC-007',
  title: 'DMARC is enforced, and nothing signs the own mail: forwarding breaks it',
  severity: 'high',
  reference: 'RFC 9989, RFC 6376',
  reads: ['inventory.dns', 'inventory.nodes'],
  evaluate: (input) => {
    const dmarc = ownDmarc(input)
    const { dns } = input.inventory
    if (
      dns === undefined ||
      dmarc === undefined ||
      dmarc.policy === 'none' ||
      (dns.dkimSelectors ?? []).length > 0
    )
      return []
    const keys = dkimKeys(input)
    // A key that bears a supplier's name signs that supplier's mail alone.
    const suppliers = new Set(nodesOf(input, 'external-service').map((node) => node.slug))
    if (keys.some(({ selector }) => !suppliers.has(selector))) return []
    return [
      {
        key: dns.zone,
        title:
          keys.length === 0
            ? `DMARC has p=${dmarc.policy} and no DKIM key is declared`
            : `DMARC has p=${dmarc.policy}; the only DKIM key belongs to ${keys.map(({ selector }) => selector).join(', ')}`,
        subjects: [
          ...recordSubjects([dmarc.record, ...keys.map((key) => key.record)]),
          ...nodeSubjects([dns.server]),
        ],
        statements: [
          recordStatement(dmarc.record),
          ...(keys.length === 0
            ? [absent('dns.records', `no key below _domainkey.${dns.zone}`)]
            : keys.map(({ record }) =>
                recordStatement(record, `${record.name} ${record.data.slice(0, 40)}…`),
              )),
          unstated('DNS zone', { slug: dns.zone }, 'dkimSelectors'),
        ],
        fixes: [
          fix(1, 'Publish a DKIM key for the own mail, and sign with it'),
          fix(0, 'Go back to p=none until it is signed'),
          fix(2, 'Name the selector that signs the own mail'),
        ],
      },
    ]
  },
})
