import type { RunSummaryWire } from '@/lib/core/api/runbooks'
import type { RunMode, RunStatus } from '@/lib/core/runbooks/run'

/** Null asks for any. */
export interface RunFilter {
  readonly runbook: string | null
  readonly mode: RunMode | null
  readonly status: RunStatus | null
}

export function filterRuns(runs: readonly RunSummaryWire[], filter: RunFilter): readonly RunSummaryWire[] {
  const { runbook, mode, status } = filter
  return runs.filter(
    (run) =>
      (runbook === null || run.runbookId === runbook) &&
      (mode === null || run.mode === mode) &&
      (status === null || run.status === status),
  )
}
