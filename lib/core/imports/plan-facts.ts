import { diffFacts } from '@/lib/core/observed/diff-facts'
import type { FactBody, factSources, ObservedFact, Vantage } from '@/lib/core/observed/fact'
import { factKey } from '@/lib/core/observed/fact-key'
import { factStateWords, factSubjectWords } from './fact-words'
import type { ImportEffect, NotShownPorts } from './import-reading'

export interface FactsPlanInput {
  readonly effect: Extract<ImportEffect, { type: 'facts' }>
  /** Under which it is stored: the facts of the set that it does not say again go. */
  readonly setName: string
  readonly source: (typeof factSources)[number]
  readonly vantage: Vantage
  readonly observedAtMs: number
  /** Slugs of nodes by their addresses. */
  readonly nodeOf: ReadonlyMap<string, string>
  /** Ports that are declared: of those that a scan counted without listing them, these are taken over. */
  readonly declaredPorts: readonly { readonly port: number; readonly transport: 'tcp' | 'udp' }[]
  /** What is known, each with the name of its set. */
  readonly stored: readonly (ObservedFact & { readonly name: string })[]
}

export interface PlannedFactChange {
  readonly change: 'added' | 'changed' | 'removed'
  readonly subject: string
  readonly from: string | null
  readonly to: string | null
}

export interface FactsPlan {
  /** What to store. */
  readonly facts: readonly FactBody[]
  readonly changes: readonly PlannedFactChange[]
  /** Facts that are known already and only become younger. */
  readonly same: number
  /** Facts of which something newer is known: left as they are. */
  readonly older: number
}

/** What importing would change in what is known. Newer knowledge is never replaced by older. */
export function planFacts(input: FactsPlanInput): FactsPlan {
  const { source, vantage, setName, observedAtMs, stored } = input
  const said = new Map(bodiesOf(input).map((body) => [factKey(body, { source, vantage }), body]))
  const newer = new Set(
    stored.filter((fact) => said.has(fact.key) && fact.observedAtMs > observedAtMs).map(({ key }) => key),
  )
  const after = new Map([...said].filter(([key]) => !newer.has(key)))
  const before = new Map(
    stored
      .filter((fact) => after.has(fact.key) || (fact.name === setName && !newer.has(fact.key)))
      .map((fact) => [fact.key, fact.body]),
  )
  const changes = diffFacts(before, after).map(({ from, to }) => changeWords(from, to))
  const same = [...after.keys()].filter((key) => before.has(key)).length
  const changed = changes.filter(({ change }) => change === 'changed').length
  return { facts: [...after.values()], changes, same: same - changed, older: newer.size }
}

function bodiesOf(input: FactsPlanInput): readonly FactBody[] {
  const { effect, nodeOf } = input
  const listed = effect.facts.map((body) =>
    body.kind === 'port' && body.node === null ? { ...body, node: nodeOf.get(body.address) ?? null } : body,
  )
  const known = new Set(listed.flatMap((body) => (body.kind === 'port' ? [portName(body)] : [])))
  const counted = effect.notShown
    .flatMap((ports) => expand(ports, input))
    .filter((body) => !known.has(portName(body)))
  return [...listed, ...counted]
}

type PortBody = Extract<FactBody, { kind: 'port' }>

function portName({ address, port, transport }: PortBody): string {
  return `${address} ${port}/${transport}`
}

/** Of ports that nobody declared and nothing was known of, a count is all that anyone needs. */
function expand(
  notShown: NotShownPorts,
  { nodeOf, declaredPorts, stored }: FactsPlanInput,
): readonly PortBody[] {
  const { address, transport, state, reason, ranges } = notShown
  const known = stored.flatMap(({ body }) => (body.kind === 'port' && body.address === address ? [body] : []))
  const wanted = new Set(
    [...declaredPorts, ...known].filter((one) => one.transport === transport).map(({ port }) => port),
  )
  const isCounted = (port: number) => ranges.some(([first, last]) => port >= first && port <= last)
  return [...wanted]
    .filter(isCounted)
    .sort((one, other) => one - other)
    .map((port) => ({
      kind: 'port',
      node: nodeOf.get(address) ?? null,
      address,
      port,
      transport,
      state,
      service: null,
      reason,
    }))
}

function changeWords(from: FactBody | null, to: FactBody | null): PlannedFactChange {
  const body = to ?? from
  return {
    change: from === null ? 'added' : to === null ? 'removed' : 'changed',
    subject: body === null ? '' : factSubjectWords(body),
    from: from === null ? null : factStateWords(from),
    to: to === null ? null : factStateWords(to),
  }
}
