import type { FactOf, ObservedFact } from '@/lib/core/observed/fact'
import type { Hop } from './certificate-words'
import { groupMembers, linkNamed, nodeNamed } from './estate-index'
import type { FindingInput, RuleStatement } from './rule-definition'
import { observed } from './statements'

type EncryptionFact = ObservedFact<FactOf<'encryption'>>

/** What was seen to be spoken in clear at the far ends of a hop, from machine to machine. */
export function spokenInClear(input: FindingInput, hop: Hop): readonly EncryptionFact[] {
  const ends = farEnds(input, hop)
  return input
    .factsOf('encryption')
    .filter(({ body }) => ends.has(body.node) && body.port !== null)
    .filter(({ body }) => body.state === 'clear' || body.state === 'mixed')
}

/** Each far end was seen to answer over a Unix socket, and nothing else was seen there: it crosses no network. */
export function isSeenOnOneMachine(input: FindingInput, hop: Hop): boolean {
  const facts = input.factsOf('encryption').filter(({ body }) => body.failure === null)
  const ends = [...farEnds(input, hop)]
  return (
    ends.length > 0 &&
    ends.every((end) => {
      const own = facts.filter(({ body }) => body.node === end)
      return own.length > 0 && own.every(({ body }) => body.port === null)
    })
  )
}

/** A cluster stands for its members. */
function farEnds(input: FindingInput, hop: Hop): ReadonlySet<string> {
  const targets = hop.links.flatMap((id) => linkNamed(input, id)?.target ?? [])
  return new Set(
    targets.flatMap((slug) => {
      const group = nodeNamed(input, slug)?.rollsUp
      return group === undefined ? [slug] : groupMembers(input, group).map((node) => node.slug)
    }),
  )
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
