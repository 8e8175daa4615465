import { authoritativeAnswers, comparable, type DnsAnswer } from '@/lib/core/findings/dns-words'
import { defineRule, type FindingInput } from '@/lib/core/findings/rule-definition'
import { fix, nodeSubjects, observed } from '@/lib/core/findings/statements'
import { isCloudflareAddress } from '@/lib/core/findings/tables/addresses'

export const dns013 = defineRule({
  id: 'DNS-013',
  title: 'A resolver answers otherwise than the zone, beyond its TTL',
  severity: 'medium',
  reference: 'RFC 2181 s.8',
  reads: ['inventory.dns', 'fact.dns-answer', 'formerAnswers', 'clock'],
  evaluate: (input) => {
    const resolvers = input
      .factsOf('dns-answer')
      .filter(({ body }) => body.serverRole === 'resolver' && body.rcode === 'NOERROR')
    return resolvers.flatMap((fact) => {
      const { name, type, server } = fact.body
      const truths = authoritativeAnswers(input, name, type)
      const [truth] = truths
      if (truth === undefined || type === 'SOA') return []
      const isServed = truths.some((each) => dataOf(each).join() === dataOf(fact).join())
      if (isServed || mayKeep(input, fact, truth)) return []
      if (
        dataOf(fact).every(isCloudflareAddress) &&
        dataOf(truth).every(isCloudflareAddress) &&
        dataOf(fact).length > 0
      )
        return []
      return [
        {
          key: `${name}:${type}:${server}`,
          title: `${server} answers ${type} of ${name} otherwise than the zone`,
          subjects: input.inventory.dns ? nodeSubjects([input.inventory.dns.server]) : [],
          statements: [
            observed(truth, `${name} ${type} at ${truth.body.server}`, dataOf(truth)),
            observed(fact, `${name} ${type} at ${server}`, dataOf(fact)),
          ],
          fixes: [fix(1, 'Wait for its TTL; then find out who answers there')],
        },
      ]
    })
  },
})

function dataOf({ body }: DnsAnswer): readonly string[] {
  return spelledAlike(
    body.type,
    body.records.map(({ data }) => data),
  )
}

function spelledAlike(type: string, data: readonly string[]): readonly string[] {
  return data.map((each) => comparable(type, each)).toSorted()
}

/**
 * What the zone said before may be kept for as long as it said then, whatever TTL it has now. Where that was not
 * observed, for the TTL of now, or for what is left of the kept one.
 */
function mayKeep({ nowMs, formerAnswers }: FindingInput, kept: DnsAnswer, truth: DnsAnswer): boolean {
  const { name, type } = kept.body
  const said = formerAnswers.filter((each) => each.name === name && each.type === type)
  const isStillKept = said.some(
    ({ data, keptUntilMs }) =>
      (keptUntilMs === null || nowMs < keptUntilMs) &&
      spelledAlike(type, data).join() === dataOf(kept).join(),
  )
  if (isStillKept) return true
  const longest = said.length > 0 ? truth.body.records : [...truth.body.records, ...kept.body.records]
  return nowMs - truth.sinceMs < Math.max(0, ...longest.map(({ ttl }) => ttl)) * 1_000
}
