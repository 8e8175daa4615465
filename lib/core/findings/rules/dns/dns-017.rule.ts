import { authoritativeAnswers, recordStatement, recordsOfType, zoneOf } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { absent, asks, fixes, known, nodeSubjects, observed } from '@/lib/core/findings/statements'

export const dns017 = defineRule({
  id: 'DNS-017',
  title: 'The timers of the SOA are out of range',
  severity: 'low',
  reference: 'RFC 1912 s.2.2, RFC 2308; Zonemaster ZONE02 to 06',
  reads: ['inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const zone = zoneOf(input)
    const fact = authoritativeAnswers(input, zone, 'SOA').find((each) => each.body.soa !== null)
    const declared = recordsOfType(input, 'SOA')[0]
    const [, , , refresh, retry, expire, minimum] = (declared?.data ?? '').split(/\s+/)
    const soa =
      fact?.body.soa ??
      (minimum === undefined
        ? undefined
        : {
            refresh: Number(refresh),
            retry: Number(retry),
            expire: Number(expire),
            minimum: Number(minimum),
          })
    if (zone === '') return []
    if (soa === undefined || soa === null)
      return [
        asks({
          title: 'The SOA of the zone is neither declared nor observed',
          fact: 'the SOA record',
          inventoryPath: 'dns.records',
        }),
      ]
    const wrong = Object.entries(limits).flatMap(([name, [least, most]]) => {
      const value = soa[name as keyof typeof limits]
      return value < least || value > most ? [{ name, value, least, most }] : []
    })
    const isRetryLong = soa.retry >= soa.refresh
    if (wrong.length === 0 && !isRetryLong) return []
    const statement = fact
      ? observed(fact, `SOA of ${zone}`, JSON.stringify(fact.body.soa))
      : declared
        ? recordStatement(declared)
        : absent('dns.records', 'SOA')
    return [
      {
        key: zone,
        title: isRetryLong
          ? `The SOA of ${zone} retries no sooner than it refreshes`
          : `The SOA of ${zone} has ${wrong.map(({ name, value }) => `${name} ${value}`).join(', ')}`,
        subjects: nodeSubjects(input.inventory.dns ? [input.inventory.dns.server] : []),
        statements: [
          statement,
          known(
            'RFC 1912 s.2.2, RFC 2308',
            'ranges',
            Object.entries(limits)
              .map(([name, [least, most]]) => `${name} ${least} to ${most}`)
              .join(', '),
          ),
        ],
        fixes: fixes('Change the timers'),
      },
    ]
  },
})

/** Seconds, from RFC 1912 s.2.2 with Zonemaster's bounds; minimum is the negative TTL of RFC 2308. */
const limits = {
  refresh: [1_200, 86_400],
  retry: [180, 43_200],
  expire: [604_800, 2_419_200],
  minimum: [300, 86_400],
} as const
