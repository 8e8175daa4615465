import { isNewerSerial } from '@/lib/core/dns/zone-view'
import { authoritativeAnswers, type DnsAnswer, plainName } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { asks, fixes, nodeSubjects, observed } from '@/lib/core/findings/statements'

export const dns010 = defineRule({
  id: 'DNS-010',
  title: 'Authoritative servers disagree about serial, primary or name servers',
  severity: 'high',
  reference: 'RFC 1034 s.4.3.5; Zonemaster CONSISTENCY01 to 06',
  reads: ['inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const { dns } = input.inventory
    if (dns === undefined) return []
    const answers = authoritativeAnswers(input, dns.zone, 'SOA').filter((fact) => fact.body.soa !== null)
    const sides = new Set(answers.map(({ body }) => `${body.soa?.serial} ${body.soa?.mname}`))
    const servers = authoritativeAnswers(input, dns.zone, 'NS')
    const sets = new Set(
      servers.map(({ body }) =>
        body.records
          .map((each) => plainName(each.data))
          .toSorted()
          .join(),
      ),
    )
    if (answers.length === 0 && servers.length === 0)
      return [
        asks({
          title: 'The SOA of the zone was not observed',
          fact: 'the SOA as each server answers it',
          inventoryPath: `nodes.${dns.server}.probes`,
          subjects: nodeSubjects([dns.server]),
        }),
      ]
    if (sides.size < 2 && sets.size < 2) return []
    const behind = serversBehind(answers)
    return [
      {
        key: dns.zone,
        title:
          behind.length > 0
            ? `${behind.join(', ')} is behind the other servers of ${dns.zone}`
            : `The servers of ${dns.zone} answer with different ${sides.size > 1 ? 'SOA records' : 'name servers'}`,
        subjects: nodeSubjects([dns.server]),
        statements: (sides.size > 1 ? answers : servers).map((fact) =>
          observed(
            fact,
            `${fact.body.type} at ${fact.body.server}`,
            fact.body.soa
              ? `serial ${fact.body.soa.serial}, ${fact.body.soa.mname}`
              : fact.body.records.map((each) => each.data),
          ),
        ),
        fixes: fixes('Find out why the transfer does not arrive'),
      },
    ]
  },
})

/** Servers whose serial is older than another's (RFC 1982). */
function serversBehind(answers: readonly DnsAnswer[]): readonly string[] {
  const serials = answers.map(({ body }) => ({ server: body.server, serial: body.soa?.serial ?? 0 }))
  return serials
    .filter(({ serial }) => serials.some((other) => isNewerSerial(other.serial, serial)))
    .map(({ server }) => server)
}
