import type { EvidenceLine, HealthStatus, ProbeHealth } from '@/lib/core/health/health-state'
import type { InventoryLink } from '@/lib/core/inventory/link'
import type { InventoryNode } from '@/lib/core/inventory/node'

/** What is known of one probe now, as stored. */
export interface ObservedProbe {
  /** `<node slug>/<probe key>` */
  readonly slug: string
  readonly workerId: string | null
  /** Null until the first observation. */
  readonly health: ProbeHealth | null
  readonly evidence: readonly EvidenceLine[]
  readonly figures: Readonly<Record<string, number>>
}

/** All that health is derived from besides the inventory. */
export interface Observed {
  readonly nowMs: number
  readonly probes: ReadonlyMap<string, ObservedProbe>
  /** Nodes under maintenance now, with the reason given. */
  readonly maintenance: ReadonlyMap<string, string>
  readonly workers: readonly {
    readonly id: string
    readonly heartbeatAtMs: number
    readonly leaseUntilMs: number
  }[]
}

export interface HealthView {
  readonly status: HealthStatus
  readonly sinceMs: number | null
  readonly observedAtMs: number | null
  /** After this instant whoever shows it must show unknown. Null when nothing was ever observed. */
  readonly validUntilMs: number | null
  readonly reason: string
  readonly isStale: boolean
  readonly isFlapping: boolean
  /** In doubt: a first failure was seen and is being checked. */
  readonly isSuspect: boolean
}

export interface NodeView {
  readonly node: InventoryNode
  readonly health: HealthView
  /** Failing nodes on which it depends without a stand-in, nearest cause first; the node itself is never in it. */
  readonly impactedBy: readonly string[]
  /** Nodes that it impacts, when it is failing. */
  readonly impacts: readonly string[]
  readonly isRootCause: boolean
  readonly keyFigure: { readonly label: string; readonly value: number } | null
}

export interface LinkView {
  readonly link: InventoryLink
  readonly health: HealthView
  /** Figures of the probe that observes it, for example `lagSeconds`. */
  readonly figures: Readonly<Record<string, number>>
}

/** One thing that needs a person: a failing node with what follows from it, or probers that stopped. */
export type Cause =
  | {
      readonly kind: 'node'
      readonly slug: string
      readonly sinceMs: number
      readonly impacts: readonly string[]
    }
  | {
      readonly kind: 'prober-down'
      readonly workerIds: readonly string[]
      readonly sinceMs: number
      readonly nodes: readonly string[]
    }

export interface TopologyView {
  readonly generatedAtMs: number
  readonly nodes: readonly NodeView[]
  readonly links: readonly LinkView[]
  readonly causes: readonly Cause[]
}
