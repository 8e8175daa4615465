import type { EvidenceLine, HealthStatus, ProbeHealth, VerdictStatus } from '@/lib/core/health/health-state'
import type { InventoryLink } from '@/lib/core/inventory/link'
import type { InventoryNode } from '@/lib/core/inventory/node'
import type { FigureUnit } from './figure-unit'

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

export interface HealthView<Status extends HealthStatus = HealthStatus> {
  readonly status: Status
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

/** What probing says, whether or not people work on the node. */
export type MeasuredHealth = HealthView<VerdictStatus>

export interface NodeView {
  readonly node: InventoryNode
  /** What is shown: maintenance where there is any, else the same as `measured`. */
  readonly health: HealthView
  /** What probing says; it goes on during maintenance. */
  readonly measured: MeasuredHealth
  /** Failing nodes on which it depends without a stand-in, nearest cause first; the node itself is never in it. */
  readonly impactedBy: readonly string[]
  /** Nodes that it impacts, when it is failing. */
  readonly impacts: readonly string[]
  /** It fails, and nothing that it depends on explains why. Never true of a node under maintenance. */
  readonly isRootCause: boolean
  /** It fails because these do: the root causes to which its failure is put down. */
  readonly symptomOf: readonly string[]
  readonly keyFigure: { readonly label: string; readonly value: number; readonly unit: FigureUnit } | null
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
      /** First failed observation when it is down, else when it became degraded. */
      readonly sinceMs: number
      /** All that follows from it: what it impacts, what fails because of it, and what those impact. */
      readonly impacts: readonly string[]
    }
  | {
      readonly kind: 'prober-down'
      readonly workerIds: readonly string[]
      /** The last sign of life; null when nothing was ever probed. */
      readonly sinceMs: number | null
      readonly nodes: readonly string[]
    }

export interface TopologyView {
  readonly generatedAtMs: number
  readonly nodes: readonly NodeView[]
  readonly links: readonly LinkView[]
  readonly causes: readonly Cause[]
}
