import { type NamedPort, portNamedElsewhere } from '@/lib/core/findings/ports-named'
import type { Inventory } from '@/lib/core/inventory/inventory'
import type { FactOf, ObservedFact, PortState, Vantage } from '@/lib/core/observed/fact'
import { isFresh } from '@/lib/core/observed/freshness'
import {
  declaredDecision,
  type FirewallDecision,
  observedDecision,
  type PortNumber,
} from './firewall-decision'
import { isLoopbackOnly } from './loopback'
import { addressOf, asPort, cellId, type PortPlace, placeOf } from './port-place'
import { type PortVerdict, portVerdict, saysMore, worstVerdict } from './port-verdict'

type DeclaredPort = Inventory['ports'][number]

export interface PortSight {
  readonly vantage: Vantage
  readonly state: PortState
  /** Open to the machine itself, and to nobody else. */
  readonly isLoopback: boolean
  readonly verdict: PortVerdict
  readonly service: string | null
  readonly reason: string | null
  readonly key: string
  readonly setBy: string
  readonly observedAtMs: number
  readonly sinceMs: number
  readonly isStale: boolean
}

/** One port of one node (or of an address that no node has), declared beside observed. */
export interface PortCell extends PortNumber, PortPlace {
  /** `nginx-1:443/tcp` */
  readonly id: string
  readonly declared: DeclaredPort | null
  /** Where the rest of the inventory names it, when no row of the matrix has it. */
  readonly named: { readonly view: string; readonly field: string; readonly value: string } | null
  readonly approval: 'current' | 'expired' | 'missing' | null
  readonly verdict: PortVerdict
  /** The newest word from each vantage. */
  readonly sights: readonly PortSight[]
  readonly firewall: {
    readonly declared: FirewallDecision | null
    readonly observed: FirewallDecision | null
  }
}

export interface PortFacts {
  readonly ports: readonly ObservedFact<FactOf<'port'>>[]
  readonly sockets: readonly ObservedFact<FactOf<'socket'>>[]
  readonly firewalls: readonly ObservedFact<FactOf<'firewall'>>[]
}

/**
 * Every declared port of every node that should listen on it, and every other port that somebody saw open. A port
 * that was seen closed and that nobody declared is in order, and no row.
 */
export function portMatrix(inventory: Inventory, facts: PortFacts, nowMs: number): readonly PortCell[] {
  const sightings = sightingsByCell(facts, inventory, nowMs)
  const declared = declaredCells(inventory)
  const undeclared = [...sightings.values()].filter(
    (sighting) => !declared.has(sighting.id) && sighting.seen.some(({ state }) => state === 'open'),
  )
  const drafts = [
    ...[...declared.values()].map((cell) => ({ ...cell, seen: sightings.get(cell.id)?.seen ?? [] })),
    ...undeclared,
  ]
  return drafts
    .map((draft) => toCell(draft, { inventory, facts, nowMs }))
    .sort((one, other) => one.port - other.port || (one.id < other.id ? -1 : 1))
}

interface Draft extends PortNumber, PortPlace {
  readonly id: string
  readonly declared: DeclaredPort | null
  readonly seen: readonly Seen[]
}

type Seen = Omit<PortSight, 'verdict'>

interface Surroundings {
  readonly inventory: Inventory
  readonly facts: PortFacts
  readonly nowMs: number
}

function toCell(draft: Draft, { inventory, facts, nowMs }: Surroundings): PortCell {
  const { seen, declared, ...rest } = draft
  const named = declared === null ? namedIn(inventory, draft) : undefined
  const reach = declared ?? named?.reach ?? null
  const sights = seen.map((sight) => ({ ...sight, verdict: portVerdict(reach, sight.vantage, sight) }))
  const verdicts = sights.map(({ verdict }) => verdict)
  const firewallNode = firewallOf(inventory, facts, draft.node)
  const rules = inventory.firewallRules.filter((rule) => rule.node === firewallNode)
  const observed = facts.firewalls
    .filter(({ body, validUntilMs }) => body.node === firewallNode && isFresh({ validUntilMs }, nowMs))
    .sort((one, other) => other.observedAtMs - one.observedAtMs)[0]
  return {
    ...rest,
    declared,
    named: named === undefined ? null : whereNamed(named),
    address: draft.address ?? addressOf(inventory, draft.node),
    approval: declared === null ? null : approvalOf(declared, nowMs),
    verdict: verdicts.length === 0 ? portVerdict(reach, 'worker', undefined) : worstVerdict(verdicts),
    sights,
    firewall: {
      declared: declaredDecision(rules, draft),
      observed: observed === undefined ? null : observedDecision(observed.body, draft),
    },
  }
}

function namedIn(inventory: Inventory, { node, port, transport }: Draft): NamedPort | undefined {
  if (node === null || transport !== 'tcp') return undefined
  return portNamedElsewhere({ inventory }, node, port)
}

function whereNamed({ statement: { view, field, value } }: NamedPort): PortCell['named'] {
  return { view, field, value }
}

/** A port is approved up to the end of the day that its approval names. */
export function approvalOf(
  { approvedBy, approvedUntil }: DeclaredPort,
  nowMs: number,
): 'current' | 'expired' | 'missing' {
  if (approvedBy === undefined || approvedUntil === undefined) return 'missing'
  return nowMs < Date.parse(`${approvedUntil}T00:00:00Z`) + 86_400_000 ? 'current' : 'expired'
}

/** The node's own firewall, else the one of the estate. */
function firewallOf(inventory: Inventory, facts: PortFacts, node: string | null): string | null {
  const isOwn =
    inventory.firewallRules.some((rule) => rule.node === node) ||
    facts.firewalls.some(({ body }) => body.node === node)
  if (node !== null && isOwn) return node
  return inventory.nodes.find(({ kind }) => kind === 'firewall')?.slug ?? null
}

function declaredCells(inventory: Inventory): ReadonlyMap<string, Omit<Draft, 'seen'>> {
  const cells = inventory.ports.flatMap((declared) =>
    declared.targets.map((node) => {
      const { port, transport } = declared
      return { id: cellId({ node, address: null }, declared), node, address: null, port, transport, declared }
    }),
  )
  return new Map(cells.map((cell) => [cell.id, cell]))
}

function sightingsByCell(facts: PortFacts, inventory: Inventory, nowMs: number): ReadonlyMap<string, Draft> {
  const cells = new Map<string, Draft>()
  for (const fact of [...facts.ports, ...facts.sockets]) {
    const { address: seenAt, port, transport, state, service, reason } = asPort(fact).body
    const place = placeOf(inventory, fact.body)
    const id = cellId(place, fact.body)
    const isLoopback = state === 'open' && isLoopbackOnly(inventory, seenAt)
    const sight = { ...sightOf(fact, nowMs), state, isLoopback, service, reason }
    const seen = withSight(cells.get(id)?.seen ?? [], sight)
    cells.set(id, { ...place, id, port, transport, declared: null, seen })
  }
  return cells
}

function sightOf(fact: ObservedFact, nowMs: number) {
  const { key, vantage, setBy, observedAtMs, sinceMs } = fact
  return { key, vantage, setBy, observedAtMs, sinceMs, isStale: !isFresh(fact, nowMs) }
}

function withSight(seen: readonly Seen[], sight: Seen): readonly Seen[] {
  const before = seen.find(({ vantage }) => vantage === sight.vantage)
  if (before === undefined) return [...seen, sight]
  return saysMore(sight, before) ? seen.map((each) => (each === before ? sight : each)) : seen
}
