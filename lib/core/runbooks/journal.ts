import type { Role } from '@/lib/core/auth/role'
import type { EvidenceLine } from '@/lib/core/health/health-state'
import type { ActionDescription, PreflightCheck, RecoveryPoint } from './action-definition'
import type { RunMode, RunStatus, StepStatus, Undoable } from './run'
import type { RunbookFrontMatter, StepBlock } from './runbook'

/** What an action said it would do, and when it said so. */
export interface StoredDescription extends ActionDescription {
  readonly describedAtMs: number
}

/** What was done, and what was read back from the real system. */
export interface StepResult {
  readonly changed: boolean
  readonly summary: string
  readonly evidence: readonly EvidenceLine[]
  readonly checks: readonly PreflightCheck[]
  /** When it was about to change a real system for the first time; none when it changed nothing. */
  readonly actedAtMs?: number | null
  readonly recoveryPoint?: RecoveryPoint
}

export interface Approval {
  /** The attempt of the step that it was given for; it counts for no other. */
  readonly attempt: number
  readonly by: string
  readonly atMs: number
  readonly breakGlassReason: string | null
}

/** A step that somebody asked to take back. Open until `endedAtMs`; then the last word about it. */
export interface StepUndo {
  readonly requestedBy: string
  readonly requestedAtMs: number
  readonly reason: string
  /** How the step stood, and stands again when it could not be taken back. */
  readonly from: 'succeeded' | 'failed'
  readonly endedAtMs: number | null
  /** What was read back; null until then. */
  readonly result: Pick<StepResult, 'changed' | 'summary' | 'evidence'> | null
}

/** A step of a run as it stands in the journal. */
export interface StepRecord {
  readonly key: string
  readonly number: number
  readonly title: string
  readonly prose: string
  readonly block: StepBlock
  readonly isDestructive: boolean
  readonly undoable: Undoable
  readonly status: StepStatus
  readonly reason: string | null
  readonly attempts: number
  readonly requestedBy: string | null
  readonly requestedAtMs: number | null
  readonly approvalEndsAtMs: number | null
  /** When its turn came. */
  readonly turnAtMs: number | null
  /** Since when its preconditions do not hold. */
  readonly blockedAtMs: number | null
  readonly startedAtMs: number | null
  readonly endedAtMs: number | null
  readonly description: StoredDescription | null
  readonly preflight: readonly PreflightCheck[]
  readonly preflightAtMs: number | null
  readonly result: StepResult | null
  readonly chosen: string | null
  readonly undo: StepUndo | null
  readonly approvals: readonly Approval[]
}

/** The head of a run's journal with its steps, in their order. */
export interface RunRecord {
  readonly id: string
  readonly number: number
  readonly runbookId: string
  readonly runbookHash: string
  readonly title: string
  readonly mode: RunMode
  readonly status: RunStatus
  readonly reason: string
  readonly parameters: Readonly<Record<string, string>>
  readonly targets: readonly string[]
  readonly runbook: RunbookFrontMatter
  readonly startedBy: string
  readonly commander: string
  readonly startedAtMs: number
  /** First failed observation of a target; null when nothing was failing. */
  readonly detectedAtMs: number | null
  readonly endedAtMs: number | null
  readonly stoppedBecause: string | null
  readonly fencingToken: number
  readonly steps: readonly StepRecord[]
}

/** A line of the time line. `step-<status>` for each transition of a step. */
export interface RunEntryRecord {
  readonly id: number
  readonly atMs: number
  readonly actor: string
  readonly kind: string
  readonly stepKey: string | null
  readonly text: string
}

/** Who asks for something to be done with a run. A token stands for its person. */
export interface RunCaller {
  readonly person: string
  readonly role: Role
}

type Changeable = Pick<
  StepRecord,
  | 'reason'
  | 'attempts'
  | 'requestedBy'
  | 'requestedAtMs'
  | 'approvalEndsAtMs'
  | 'turnAtMs'
  | 'blockedAtMs'
  | 'startedAtMs'
  | 'endedAtMs'
  | 'description'
  | 'preflight'
  | 'preflightAtMs'
  | 'result'
  | 'chosen'
  | 'undo'
>

/** A step that changes, if it still has the status that was decided on. */
export interface StepChange {
  readonly key: string
  readonly from: StepStatus
  readonly to: StepStatus
  readonly set: Partial<Changeable>
}

export interface NewEntry {
  readonly kind: string
  readonly stepKey: string | null
  readonly text: string
}

/** What a decision changes: all of it is written in one transaction, or nothing. */
export interface RunTransition {
  readonly steps: readonly StepChange[]
  readonly approval?: {
    readonly stepKey: string
    readonly attempt: number
    readonly breakGlassReason: string | null
  }
  readonly run?: Partial<Pick<RunRecord, 'status' | 'endedAtMs' | 'stoppedBecause' | 'commander'>>
  readonly entries: readonly NewEntry[]
}
