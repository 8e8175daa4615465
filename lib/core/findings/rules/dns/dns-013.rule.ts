import { authoritativeAnswers, comparable, type DnsAnswer } from '@/lib/core/findings/dns-words'
import { defineRule } from '@/lib/core/findings/rule-definition'
import { fix, nodeSubjects, observed } from '@/lib/core/findings/statements'
import { isCloudflareAddress } from '@/lib/core/findings/tables/addresses'

export const dns013 = defineRule({
  id: 'DNS-013',
  title: 'A resolver answers otherwise than the zone, beyond its TTL',
  severity: 'medium',
  reference: 'RFC 2181 s.8',
  reads: ['inventory.dns', 'fact.dns-answer', 'clock'],
  evaluate: (input) => {
    const resolvers = input
      .factsOf('dns-answer')
      .filter(({ body }) => body.serverRole === 'resolver' && body.rcode === 'NOERROR')
    return resolvers.flatMap((fact) => {
      const { name, type, server } = fact.body
      const truth = authoritativeAnswers(input, name, type)[0]
      if (truth === undefined || type === 'SOA') return []
      const dataOf = (answer: DnsAnswer) =>
        answer.body.records.map((each) => comparable(type, each.data)).toSorted()
      if (dataOf(fact).join() === dataOf(truth).join() || mayKeep(fact, truth, input.nowMs)) return []
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

/** What the zone said before may be kept until its TTL ends: that of the zone, or what is left of an older one. */
function mayKeep(kept: DnsAnswer, truth: DnsAnswer, nowMs: number): boolean {
  const ttls = [...truth.body.records, ...kept.body.records].map(({ ttl }) => ttl)
  return nowMs - truth.sinceMs < Math.max(0, ...ttls) * 1_000
}
