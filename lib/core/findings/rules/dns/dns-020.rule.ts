import { recordStatement, recordsOfType } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fixes, known, nodeSubjects, stated } from '@/lib/core/findings/statements'

export const dns020 = defineRule({
  id: 'DNS-020',
  title: 'The zone is signed with algorithms that are no longer trusted',
  severity: 'medium',
  reference: 'RFC 9904, RFC 8624, RFC 9276',
  reads: ['inventory.dns'],
  evaluate: (input) => {
    const { dns } = input.inventory
    const dnssec = dns?.dnssec
    const nsec3 = recordsOfType(input, 'NSEC3PARAM').find((each) => Number(each.data.split(/\s+/)[2]) > 0)
    const key = recordsOfType(input, 'DNSKEY').find((each) =>
      OLD_ALGORITHMS.includes(each.data.split(/\s+/)[2] ?? ''),
    )
    const ds = recordsOfType(input, 'DS').find((each) => each.data.split(/\s+/)[2] === '1')
    const zone = { slug: dns?.zone ?? '' }
    const statements = [
      ...(/RSASHA1|DSA$|MD5/i.test(dnssec?.algorithm ?? '')
        ? [stated('DNS zone', zone, 'dnssec.algorithm', dnssec?.algorithm)]
        : []),
      ...(/SHA-?1$/i.test(dnssec?.digest ?? '')
        ? [stated('DNS zone', zone, 'dnssec.digest', dnssec?.digest)]
        : []),
      ...((dnssec?.nsec3Iterations ?? 0) > 0
        ? [stated('DNS zone', zone, 'dnssec.nsec3Iterations', dnssec?.nsec3Iterations)]
        : []),
      ...[nsec3, key, ds].flatMap((each) => (each === undefined ? [] : [recordStatement(each)])),
    ]
    if (statements.length === 0 || dns === undefined) return []
    return [
      {
        key: dns.zone,
        title: `${dns.zone} is signed in a way that validators no longer trust`,
        subjects: nodeSubjects([dns.server]),
        statements: [
          ...statements,
          known('RFC 9904, RFC 9276', 'algorithms', 'no SHA-1; NSEC3 with 0 iterations'),
        ],
        fixes: fixes('Roll over to ECDSAP256SHA256 with a SHA-256 digest'),
      },
    ]
  },
})

/** RSAMD5, DSA, RSASHA1 and its NSEC3 twin. */
const OLD_ALGORITHMS = ['1', '3', '5', '6', '7']
