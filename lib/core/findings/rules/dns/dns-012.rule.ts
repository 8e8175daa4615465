import {
  answersTo,
  comparable,
  type DnsAnswer,
  isProxiedRecord,
  recordNames,
  recordSets,
  recordStatement,
  recordSubjects,
  type ZoneRecord,
} from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix, observed } from '@/lib/core/findings/statements'
import { isCloudflareAddress } from '@/lib/core/findings/tables/addresses'

export const dns012 = defineRule({
  id: 'DNS-012',
  title: 'A server answers with authority otherwise than declared',
  severity: 'high',
  reference: 'RFC 1035',
  reads: ['inventory.dns', 'fact.dns-answer'],
  evaluate: (input) => {
    const { dns } = input.inventory
    if (dns === undefined) return []
    return recordNames(input).flatMap(([name, records]) =>
      recordSets(records).flatMap(([type, all]) => {
        const answers = answersTo(input, name, type).filter(speaksForTheZone)
        if (type === 'SOA' || answers.length === 0) return []
        const set = all.filter((each) => !hasPlaceholder(each))
        if (set.length === 0) return []
        return answers.flatMap((fact) => {
          const wanted = set.map((each) => comparable(type, each.data)).toSorted()
          const got = fact.body.records.map((each) => comparable(type, each.data)).toSorted()
          const isSame = wanted.join('\n') === got.join('\n')
          const isEdge = set.every(isProxiedRecord) && got.length > 0 && got.every(isCloudflareAddress)
          if (isSame || isEdge) return []
          return [
            {
              key: `${name}:${type}:${fact.body.server}`,
              title: `${fact.body.server} answers ${type} of ${name} otherwise than declared`,
              subjects: [`node:${dns.server}`, ...recordSubjects(set)],
              statements: [
                ...set.map((each) => recordStatement(each)),
                observed(
                  fact,
                  `${name} ${type} at ${fact.body.server}`,
                  fact.body.records.map((each) => each.data),
                ),
              ],
              fixes: [
                fix(0, 'Declare what is answered, if it is meant'),
                fix(set.length, 'Correct the zone'),
              ],
            },
          ]
        })
      }),
    )
  },
})

function speaksForTheZone({ body }: DnsAnswer): boolean {
  const { serverRole, isAuthoritative, rcode } = body
  return serverRole === 'authoritative' && isAuthoritative && ['NOERROR', 'NXDOMAIN'].includes(rcode)
}

function hasPlaceholder(each: ZoneRecord): boolean {
  return each.record.value === undefined && /xxx|yyy|\.\.\./.test(each.data)
}
