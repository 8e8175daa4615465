import { verdictStatuses } from '@/lib/core/health/health-state'
import { canonicalJson } from '@/lib/core/inventory/canonical-json'
import type { NewFactSet } from '@/lib/server/repositories/fact.repository'
import type { ObservationRow, ProbeStateRow } from '@/lib/server/repositories/observation.repository'
import {
  type NodeMemory,
  nothingPending,
  type Pending,
  type PendingFacts,
  type ProbeMemory,
} from './node-memory'
import { storableJson, storableText } from './storable-text'

/** Longest wait for storing, in observations a probe: what is older is dropped and counted. */
const MOST_PENDING_A_PROBE = 90
const MOST_TRANSITIONS_A_NODE = 500

/** What is stored in one transaction, as the memory was when it was taken. */
export interface Batch {
  readonly nodes: ReadonlyMap<NodeMemory, Pending>
  readonly observations: readonly ObservationRow[]
  readonly states: readonly { readonly probe: ProbeMemory; readonly row: ProbeStateRow }[]
  readonly factSets: readonly BatchFacts[]
  readonly transitions: Pending['transitions']
  readonly events: Pending['events']
}

interface BatchFacts {
  readonly probe: ProbeMemory
  readonly pending: PendingFacts
  readonly text: string
  readonly set: NewFactSet
}

/** Takes what is pending out of the nodes; `giveBack` undoes it. */
export function takeBatch(nodes: readonly NodeMemory[]): Batch {
  const taken = new Map<NodeMemory, Pending>()
  const probes = new Set<ProbeMemory>()
  for (const node of nodes) {
    taken.set(node, node.pending)
    for (const { probe } of node.pending.observations) probes.add(probe)
    node.pending = nothingPending()
  }
  const all = [...taken.values()]
  return {
    nodes: taken,
    observations: all.flatMap((pending) => pending.observations.map(observationRow)),
    // In one order, so that two writers of the same rows wait for each other and do not lock each other out.
    states: [...probes].sort((one, other) => one.id - other.id).flatMap((probe) => stateRow(probe)),
    factSets: [...probes].flatMap((probe) => factSet(probe)),
    transitions: all.flatMap((pending) => pending.transitions),
    events: all.flatMap((pending) => pending.events),
  }
}

/** Puts what could not be stored before what has come since. */
export function giveBack(node: NodeMemory, taken: Pending): void {
  node.pending = {
    observations: [...taken.observations, ...node.pending.observations],
    transitions: [...taken.transitions, ...node.pending.transitions],
    events: [...taken.events, ...node.pending.events],
  }
}

/** Keeps the memory bounded while nothing can be stored. Returns how many observations were dropped. */
export function dropOldest({ pending, probes }: NodeMemory): number {
  const tooMany = pending.observations.length - probes.size * MOST_PENDING_A_PROBE
  if (tooMany > 0) pending.observations.splice(0, tooMany)
  pending.transitions.splice(0, pending.transitions.length - MOST_TRANSITIONS_A_NODE)
  pending.events.splice(0, pending.events.length - MOST_TRANSITIONS_A_NODE)
  return Math.max(0, tooMany)
}

/** Remembers what is stored now. */
export function rememberStored(probe: ProbeMemory, row: ProbeStateRow): void {
  probe.version = row.version
  probe.storedEvidence = row.evidence ?? probe.storedEvidence
  probe.storedFigures = row.figures ?? probe.storedFigures
}

/** Remembers what is stored now of what the probe said, unless it has said something newer. */
export function rememberFacts({ probe, pending, text }: BatchFacts): void {
  probe.storedFacts = text
  if (probe.facts === pending) probe.facts = null
}

function factSet(probe: ProbeMemory): BatchFacts[] {
  const pending = probe.facts
  if (pending === null) return []
  const text = pending.bodies.map(canonicalJson).join('\n')
  const set = {
    name: probe.slug,
    setBy: probe.slug,
    source: 'probe',
    vantage: 'worker',
    observedAtMs: pending.observedAtMs,
    validUntilMs: pending.validUntilMs,
    facts: text === probe.storedFacts ? null : storableFacts(pending.bodies),
  } as const
  return [{ probe, pending, text, set }]
}

/** Facts whose text PostgreSQL takes. */
function storableFacts(bodies: PendingFacts['bodies']): PendingFacts['bodies'] {
  return JSON.parse(storableJson(bodies))
}

function observationRow({ probe, observation }: Pending['observations'][number]): ObservationRow {
  const { status, startedAtMs, finishedAtMs, reason, kept = null } = observation
  return {
    probeId: probe.id,
    finishedAtMs,
    durationMs: Math.max(0, Math.round(finishedAtMs - startedAtMs)),
    status: verdictStatuses.indexOf(status),
    // A healthy one says no more than its duration: the reason would be most of what a quiet fleet stores.
    reason: status === 'healthy' ? null : reason,
    kept,
  }
}

function stateRow(probe: ProbeMemory): { probe: ProbeMemory; row: ProbeStateRow }[] {
  const { health } = probe
  if (health === null) return []
  const evidence = storableJson(probe.evidence)
  const figures = storableJson(probe.figures)
  const row = {
    probeId: probe.id,
    version: probe.version + 1,
    observedAtMs: health.observedAtMs,
    validUntilMs: health.validUntilMs,
    health: storableJson(health),
    evidence: evidence === probe.storedEvidence ? null : evidence,
    figures: figures === probe.storedFigures ? null : figures,
  }
  return [{ probe, row }]
}

/** An observation whose text PostgreSQL takes. */
export function storableObservation<T extends { readonly reason: string }>(observation: T): T {
  return { ...observation, reason: storableText(observation.reason) }
}
