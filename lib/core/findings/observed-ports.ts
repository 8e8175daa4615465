import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactOf, ObservedFact } from '@/lib/core/observed/fact'
import { isLoopbackOnly } from '@/lib/core/ports/loopback'
import { asPort, cellId, type ObservedPort, placeOf } from '@/lib/core/ports/port-place'
import {
  type DeclaredReach,
  type NamedReach,
  type PortVerdict,
  portVerdict,
  saysMore,
} from '@/lib/core/ports/port-verdict'
import { isOurs, nodeNamed } from './estate-index'
import { keptBy, keptByBoth } from './kept-by'
import type { FindingInput } from './rule-definition'

/** A port as one vantage saw it, or as a listening socket shows it. */
export interface PortObservation extends ObservedPort {
  /** Open to the machine itself, and to nobody else. */
  readonly isLoopback: boolean
}

type Sockets = readonly ObservedFact<FactOf<'socket'>>[]

const newest = keptBy((nodes: Inventory['nodes']) =>
  keptByBoth((ports: readonly ObservedPort[], sockets: Sockets) => {
    const byPort = new Map<string, PortObservation>()
    for (const fact of [...ports, ...sockets]) {
      const seen = observationOf(fact, nodes)
      const key = `${cellId(seen.body, seen.body)}:${fact.vantage}`
      const known = byPort.get(key)
      if (known === undefined || saysMore(said(seen), said(known))) byPort.set(key, seen)
    }
    return [...byPort.values()]
  }),
)

function observationOf(fact: ObservedPort | Sockets[number], nodes: Inventory['nodes']): PortObservation {
  const { node } = placeOf({ nodes }, fact.body)
  const { body, ...rest } = asPort(fact)
  const isLoopback = body.state === 'open' && isLoopbackOnly({ nodes }, body.address)
  return { ...rest, body: { ...body, node }, isLoopback }
}

const said = ({ body, observedAtMs, isLoopback }: PortObservation) => ({
  state: body.state,
  observedAtMs,
  isLoopback,
})

/** What the matrix says of a port that is not stale. */
export function verdictOf(
  declared: DeclaredReach | NamedReach | null,
  { body, vantage, isLoopback }: PortObservation,
): PortVerdict {
  return portVerdict(declared, vantage, { state: body.state, isStale: false, isLoopback })
}

/** What each vantage point saw last of each port, from afar or among the sockets of its host. */
export function newestByPort(input: FindingInput): readonly PortObservation[] {
  return newest(input.inventory.nodes)(input.factsOf('port'), input.factsOf('socket'))
}

export function isOwnNode(input: FindingInput, slug: string | null): boolean {
  const node = slug === null ? undefined : nodeNamed(input, slug)
  return node !== undefined && isOurs(input, node)
}
