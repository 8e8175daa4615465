import { allowsMailServer } from '@/lib/core/dns/mta-sts'
import {
  recordStatement,
  recordSubjects,
  recordsOfType,
  textsAt,
  type ZoneRecord,
  zoneOf,
} from '@/lib/core/findings/dns-words'
import { defineRule, type FindingInput, type RuleFinding } from '@/lib/core/findings/rule-definition'
import { absent, asks, fix, observed } from '@/lib/core/findings/statements'

export const mta001 = defineRule({
  id: 'MTA-001',
  title: 'Mail to the zone need not be encrypted: neither MTA-STS nor DANE',
  severity: 'low',
  reference: 'RFC 8461, RFC 7672',
  reads: ['inventory.dns', 'fact.mta-sts'],
  evaluate: (input) => {
    const zone = zoneOf(input)
    const servers = recordsOfType(input, 'MX').filter((each) => each.name === zone)
    const hasSts = textsAt(input, `_mta-sts.${zone}`, /^"?v=STSv1/).length > 0
    const hasDane = recordsOfType(input, 'TLSA').some((each) => each.name.startsWith('_25._tcp.'))
    if (servers.length === 0) return []
    if (hasSts) return policyFindings(input, zone, servers)
    if (hasDane) return []
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

/** What is announced must be served, and let mail go to every server that the zone names. */
function policyFindings(
  input: FindingInput,
  zone: string,
  servers: readonly ZoneRecord[],
): readonly RuleFinding[] {
  const [announcement] = textsAt(input, `_mta-sts.${zone}`, /^"?v=STSv1/)
  const fact = input.factsOf('mta-sts').find(({ body }) => body.domain.toLowerCase() === zone)
  if (announcement === undefined) return []
  const dns = input.inventory.dns?.server ?? ''
  const about = { subjects: recordSubjects(servers), rootCause: 'mail-transport' }
  if (fact === undefined) {
    return [
      asks({
        key: 'policy',
        title: `Whether the MTA-STS policy that ${zone} announces is served was not observed`,
        fact: `the policy at mta-sts.${zone}`,
        inventoryPath: `nodes.${dns}.probes`,
        subjects: about.subjects,
        statements: [recordStatement(announcement)],
      }),
    ]
  }
  const { failure, problems, mode } = fact.body
  const url = `https://mta-sts.${zone}/.well-known/mta-sts.txt`
  const wrong = failure ?? problems[0]
  if (wrong !== undefined) {
    return [
      {
        key: `${zone}:policy`,
        title: `${zone} announces MTA-STS, and senders get no policy: ${wrong}`,
        ...about,
        statements: [recordStatement(announcement), observed(fact, url, [failure ?? [], problems].flat())],
        fixes: [fix(1, 'Serve the policy'), fix(0, 'Take the announcement back')],
      },
    ]
  }
  const left = servers.filter((each) => !allowsMailServer(fact.body, mailServerOf(each)))
  if (left.length > 0 && mode !== 'none') {
    return [
      {
        key: `${zone}:servers`,
        severity: 'medium',
        title: `The MTA-STS policy of ${zone} leaves out ${left.map(mailServerOf).join(', ')}: senders do not deliver there`,
        ...about,
        statements: [
          ...left.map((each) => recordStatement(each)),
          observed(fact, `mx in ${url}`, fact.body.mx),
        ],
        fixes: [fix(left.length, 'Name the server in the policy'), fix(0, 'Take the server out of the zone')],
      },
    ]
  }
  if (mode === 'enforce') return []
  return [
    {
      key: `${zone}:mode`,
      title: `The MTA-STS policy of ${zone} has the mode ${mode}: nobody has to encrypt`,
      ...about,
      statements: [recordStatement(announcement), observed(fact, `mode in ${url}`, mode)],
      fixes: [fix(1, 'Enforce it once the reports are clean')],
    },
  ]
}

/** `10 mx1.example.net` names mx1.example.net. */
function mailServerOf({ data }: ZoneRecord): string {
  return (data.split(/\s+/).at(-1) ?? '').replace(/\.$/, '')
}
