import type { FormerAnswer } from '@/lib/core/dns/former-answers'
import {
  answeredData,
  answersByQuestion,
  type DnsAnswer,
  dataText,
  isOfTheZone,
  plainName,
} from '@/lib/core/findings/dns-words'
import { groupBy, keptBy } from '@/lib/core/findings/kept-by'
import { defineRule, type FindingInput } from '@/lib/core/findings/rule-definition'
import { fix, nodeSubjects, observed } from '@/lib/core/findings/statements'
import { isCloudflareAddress } from '@/lib/core/findings/tables/addresses'

export const dns013 = defineRule({
  id: 'DNS-013',
  title: 'A resolver answers otherwise than the zone, beyond its TTL',
  severity: 'medium',
  reference: 'RFC 2181 s.8',
  reads: ['inventory.dns', 'fact.dns-answer', 'formerAnswers', 'clock'],
  evaluate: (input) =>
    [...answersByQuestion(input).values()].flatMap((answers) =>
      differences(answers)
        .filter(({ fact, truth }) => !mayKeep(input, fact, truth))
        .map(({ fact, truth }) => {
          const { name, type, server } = fact.body
          return {
            key: `${name}:${type}:${server}`,
            title: `${server} answers ${type} of ${name} otherwise than the zone`,
            subjects: input.inventory.dns ? nodeSubjects([input.inventory.dns.server]) : [],
            statements: [
              observed(truth, `${name} ${type} at ${truth.body.server}`, dataOf(truth)),
              observed(fact, `${name} ${type} at ${server}`, dataOf(fact)),
            ],
            fixes: [fix(1, 'Wait for its TTL; then find out who answers there')],
          }
        }),
    ),
})

/** What resolvers answer to one question and no authoritative server does, beside what one of these does. */
const differences = keptBy((answers: readonly DnsAnswer[]) => {
  const truths = answers.filter(isOfTheZone)
  const [truth] = truths
  if (truth === undefined || truth.body.type === 'SOA') return []
  return answers
    .filter(({ body }) => body.serverRole === 'resolver' && body.rcode === 'NOERROR')
    .filter((fact) => !truths.some((each) => answeredData(each) === answeredData(fact)))
    .filter((fact) => !(isOfTheEdge(fact) && isOfTheEdge(truth)))
    .map((fact) => ({ fact, truth }))
})

function dataOf({ body }: DnsAnswer): readonly string[] {
  return body.records.map(({ data }) => data).toSorted()
}

function isOfTheEdge(fact: DnsAnswer): boolean {
  return dataOf(fact).length > 0 && dataOf(fact).every((data) => isCloudflareAddress(plainName(data)))
}

const formerByQuestion = keptBy((answers: readonly FormerAnswer[]) =>
  groupBy(answers, ({ name, type }) => `${name} ${type}`),
)

/**
 * What the zone said before may be kept for as long as it said then, whatever TTL it has now. Where that was not
 * observed, for the TTL of now, or for what is left of the kept one.
 */
function mayKeep({ nowMs, formerAnswers }: FindingInput, kept: DnsAnswer, truth: DnsAnswer): boolean {
  const { name, type } = kept.body
  const said = formerByQuestion(formerAnswers).get(`${name} ${type}`) ?? []
  const isStillKept = said.some(
    ({ data, keptUntilMs }) =>
      (keptUntilMs === null || nowMs < keptUntilMs) && dataText(type, data) === answeredData(kept),
  )
  if (isStillKept) return true
  const longest = said.length > 0 ? truth.body.records : [...truth.body.records, ...kept.body.records]
  return nowMs - truth.sinceMs < Math.max(0, ...longest.map(({ ttl }) => ttl)) * 1_000
}
