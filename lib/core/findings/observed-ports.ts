import type { FactOf, ObservedFact } from '@/lib/core/observed/fact'
import { isOurs, nodeNamed } from './estate-index'
import { keptBy } from './kept-by'
import type { FindingInput } from './rule-definition'

export type PortObservation = ObservedFact<FactOf<'port'>>

const newest = keptBy((facts: readonly PortObservation[]) => {
  const byPort = new Map<string, PortObservation>()
  for (const fact of facts) {
    const { node, port, transport } = fact.body
    const key = `${node}:${port}/${transport}:${fact.vantage}`
    const known = byPort.get(key)
    if (known === undefined || known.observedAtMs < fact.observedAtMs) byPort.set(key, fact)
  }
  return [...byPort.values()]
})

/** What each vantage point saw last of each port. */
export function newestByPort(input: FindingInput): readonly PortObservation[] {
  return newest(input.factsOf('port'))
}

export function isOwnNode(input: FindingInput, slug: string | null): boolean {
  const node = slug === null ? undefined : nodeNamed(input, slug)
  return node !== undefined && isOurs(input, node)
}
