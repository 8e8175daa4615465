import type { HealthStatus } from '@/lib/core/health/health-state'
import type { FactKind } from '@/lib/core/observed/fact'

/** What the event table holds and the event stream carries; the row is the truth, NOTIFY only its doorbell. */
export type EventBody =
  | {
      readonly kind: 'health-changed'
      readonly nodeSlug: string
      readonly probeSlug: string
      readonly from: HealthStatus
      readonly to: HealthStatus
      readonly reason: string
      /** When the observation that changed the health finished, epoch milliseconds. */
      readonly observedAtMs: number
    }
  | {
      readonly kind: 'probe-suspect'
      readonly nodeSlug: string
      readonly probeSlug: string
      readonly reason: string
    }
  | { readonly kind: 'inventory-applied'; readonly revision: number }
  | {
      readonly kind: 'worker-changed'
      readonly workerId: string
      readonly change: 'started' | 'stopped' | 'lost'
    }
  | { readonly kind: 'maintenance-changed'; readonly nodeSlug: string; readonly windowId: string }
  | { readonly kind: 'layout-changed'; readonly view: string }
  | { readonly kind: 'acknowledgement-changed'; readonly nodeSlug: string }
  /** A run began, moved, was spoken about, or ended: read it again. */
  | { readonly kind: 'run-changed'; readonly runId: string; readonly runbookId: string }
  /** Somebody is about to start a run: whether this runbook would work is looked at now. */
  | { readonly kind: 'evaluation-asked'; readonly runbookId: string; readonly notBeforeMs: number }
  /** Whether runbooks would work now was evaluated anew. */
  | { readonly kind: 'runbooks-evaluated' }
  /** Something else is observed than before, in facts of these kinds. */
  | { readonly kind: 'facts-changed'; readonly kinds: readonly FactKind[] }
  /** Findings appeared, changed, or were acknowledged, waived, reopened or resolved. */
  | { readonly kind: 'findings-changed'; readonly ids: readonly string[] }

export type EventKind = EventBody['kind']

export interface StoredEvent {
  /** Ascending in order of commit. */
  readonly id: number
  readonly atMs: number
  readonly body: EventBody
}
