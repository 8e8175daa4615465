import type { EventBody } from '@/lib/core/events/event'
import type {
  EvidenceLine,
  HealthStatus,
  Observation,
  ProbeHealth,
  ProbePolicy,
} from '@/lib/core/health/health-state'
import type { InventoryNode } from '@/lib/core/inventory/node'
import type { FactBody } from '@/lib/core/observed/fact'
import type { StoredTransition } from '@/lib/server/repositories/transition.repository'

/** A probe that this worker runs, with the newest that is known of it. */
export interface ProbeMemory {
  readonly id: number
  readonly slug: string
  readonly nodeSlug: string
  /** Kind, settings and policy as declared now; settings are the same object as long as they are the same. */
  kind: string
  settings: Readonly<Record<string, unknown>>
  policy: ProbePolicy
  readonly workerId: string
  health: ProbeHealth | null
  evidence: readonly EvidenceLine[]
  figures: Readonly<Record<string, number>>
  /** Version of the stored state that `health` follows on; 0 when none is stored. */
  version: number
  /** What the stored state holds, as JSON; undefined when this worker has not stored it. */
  storedEvidence: string | undefined
  storedFigures: string | undefined
  /** What the probe said last that is not stored yet; null for most, which say none. */
  facts: PendingFacts | null
  /** What is stored of its facts, as comparable text; undefined when this worker has not stored them. */
  storedFacts: string | undefined
}

export interface PendingFacts {
  readonly bodies: readonly FactBody[]
  readonly observedAtMs: number
  readonly validUntilMs: number
}

/** One observation that is not stored yet. */
export interface PendingObservation {
  readonly probe: ProbeMemory
  readonly observation: Observation
  readonly isConnectionBroken: boolean
}

/** What observations have led to and is not stored yet. */
export interface Pending {
  observations: PendingObservation[]
  transitions: StoredTransition[]
  events: EventBody[]
}

/** A node whose probes this worker runs, all of them. */
export interface NodeMemory {
  readonly slug: string
  /** Undefined while the inventory in force does not know the node: it has no roll-up then. */
  node: InventoryNode | undefined
  readonly probes: Map<string, ProbeMemory>
  /** Where the history of the node's health has arrived. */
  status: HealthStatus
  pending: Pending
}

export function nothingPending(): Pending {
  return { observations: [], transitions: [], events: [] }
}
