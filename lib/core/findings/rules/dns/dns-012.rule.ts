import {
  answeredData,
  answersTo,
  type DnsAnswer,
  dataText,
  isProxiedRecord,
  plainName,
  recordNames,
  recordSets,
  recordStatement,
  recordSubjects,
  type ZoneRecord,
} from '@/lib/core/findings/dns-words'
import { keptByBoth } from '@/lib/core/findings/kept-by'
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
      recordSets(records).flatMap(([type, all]) =>
        differences(all, answersTo(input, name, type)).map((fact) => {
          const set = concrete(all)
          return {
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
            fixes: [fix(0, 'Declare what is answered, if it is meant'), fix(set.length, 'Correct the zone')],
          }
        }),
      ),
    )
  },
})

/** The answers with authority that differ from what a set declares. */
const differences = keptByBoth((all: readonly ZoneRecord[], answers: readonly DnsAnswer[]) => {
  const set = concrete(all)
  const type = set[0]?.type
  if (type === undefined || type === 'SOA') return none
  const wanted = dataText(
    type,
    set.map((each) => each.data),
  )
  const isProxied = set.every(isProxiedRecord)
  return answers.filter(
    (fact) => speaksForTheZone(fact) && answeredData(fact) !== wanted && !(isProxied && isOfTheEdge(fact)),
  )
})

const none: readonly DnsAnswer[] = []

function concrete(all: readonly ZoneRecord[]): readonly ZoneRecord[] {
  return all.filter((each) => !hasPlaceholder(each))
}

function isOfTheEdge({ body: { records } }: DnsAnswer): boolean {
  return records.length > 0 && records.every(({ data }) => isCloudflareAddress(plainName(data.trim())))
}

function speaksForTheZone({ body }: DnsAnswer): boolean {
  const { serverRole, isAuthoritative, rcode } = body
  return serverRole === 'authoritative' && isAuthoritative && ['NOERROR', 'NXDOMAIN'].includes(rcode)
}

function hasPlaceholder(each: ZoneRecord): boolean {
  return each.record.value === undefined && /xxx|yyy|\.\.\./.test(each.data)
}
