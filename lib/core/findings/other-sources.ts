/** What rules know of runbooks: the plan as parsed, never the running of it. */
export interface RunbookPlan {
  readonly id: string
  readonly title: string
  readonly rtoSeconds: number
  readonly targets: readonly string[]
  readonly triggers: readonly string[]
  /** Its newest drill or run for real that came to its end; null where there was none. */
  readonly measured: {
    readonly run: number
    readonly seconds: number
    readonly by: string
    readonly atMs: number
  } | null
  readonly steps: readonly {
    readonly key: string
    readonly title: string
    readonly timeoutSeconds: number
    /** Addresses, names and node slugs that its settings use. */
    readonly mentions: readonly string[]
  }[]
}

/** Whether a runbook's actions could be executed when their preflight was last evaluated. */
export interface RunbookReadiness {
  readonly runbook: string
  readonly step: string
  readonly isExecutable: boolean
  readonly reason: string
  readonly evaluatedAtMs: number
}

/** What verifying the audit log itself found. */
export interface AuditCheck {
  readonly checkedAtMs: number
  readonly size: number
  /** Null when the log keeps no tree to verify. */
  readonly isTreeValid: boolean | null
  /** Null when nobody who may sign has signed one. */
  readonly isCheckpointConsistent: boolean | null
  /** Verifier keys in the database under which checkpoints are signed, and which nobody has configured. */
  readonly unknownSigners: readonly string[]
  readonly gaps: readonly { readonly afterId: number; readonly beforeId: number }[]
  readonly backwardSteps: readonly { readonly id: number; readonly bySeconds: number }[]
  /** Changes without a reason, or approved by the person who asked. */
  readonly unreasonedChanges: readonly {
    readonly id: number
    readonly action: string
    readonly actor: string
  }[]
  /** Whether reading and exporting the log is itself an entry. */
  readonly logsReads: boolean
  readonly oldestAtMs: number | null
}

/** A finding that somebody accepted for a while. */
export interface Waiver {
  readonly finding: string
  readonly title: string
  readonly owner: string | null
  readonly untilMs: number | null
}
