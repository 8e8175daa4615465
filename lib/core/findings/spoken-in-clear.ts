import type { FactOf, ObservedFact } from '@/lib/core/observed/fact'
import type { Hop } from './certificate-words'
import { groupMembers, linkNamed, nodeNamed } from './estate-index'
import type { FindingInput, RuleStatement } from './rule-definition'
import { observed } from './statements'

type EncryptionFact = ObservedFact<FactOf<'encryption'>>

/** What was seen to be spoken in clear at the far ends of a hop; a cluster stands for its members. */
export function spokenInClear(input: FindingInput, hop: Hop): readonly EncryptionFact[] {
  const targets = hop.links.flatMap((id) => linkNamed(input, id)?.target ?? [])
  const ends = new Set(
    targets.flatMap((slug) => {
      const group = nodeNamed(input, slug)?.rollsUp
      return group === undefined ? [slug] : groupMembers(input, group).map((node) => node.slug)
    }),
  )
  return input
    .factsOf('encryption')
    .filter(({ body }) => ends.has(body.node) && (body.state === 'clear' || body.state === 'mixed'))
}

/** What was seen alike at several ends is one statement. */
export function clearStatements(facts: readonly EncryptionFact[]): readonly RuleStatement[] {
  const wordsOf = ({ body }: EncryptionFact) => `${body.state}: ${body.evidence.join('; ')}`
  const first = facts.filter((fact, at) => facts.findIndex((each) => wordsOf(each) === wordsOf(fact)) === at)
  return first.map((fact) => {
    const alike = facts.filter((each) => wordsOf(each) === wordsOf(fact))
    const nodes = alike.map(({ body }) => body.node).join(', ')
    return observed(fact, `${fact.body.spoken} at ${nodes}`, wordsOf(fact))
  })
}
