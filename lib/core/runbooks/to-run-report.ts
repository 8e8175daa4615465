import { toInstant } from '@/lib/core/api/instant'
import type { RunReportWire } from '@/lib/core/api/run-report'
import type { RunEntryRecord, RunRecord, StepRecord } from './journal'
import { restoredAt, runClock } from './run-clock'
import { recoveryPointOf } from './run-recovery-point'
import { recoveryPointWire, toCheckWire, toTimelineEntry, undoWire } from './to-run-wire'

interface ReportSources {
  /** Oldest first. */
  readonly entries: readonly RunEntryRecord[]
  readonly source: string
  readonly nowMs: number
}

/** The report of a run: nothing in it is written by hand. */
export function toRunReport(run: RunRecord, { entries, source, nowMs }: ReportSources): RunReportWire {
  const clock = runClock(run, entries, nowMs)
  const { runbook } = run
  return {
    run: {
      id: run.id,
      number: run.number,
      mode: run.mode,
      status: run.status,
      reason: run.reason,
      startedBy: run.startedBy,
      commander: run.commander,
      parameters: { ...run.parameters },
      targets: [...run.targets],
      stoppedBecause: run.stoppedBecause,
    },
    runbook: {
      id: run.runbookId,
      title: run.title,
      scenario: runbook.scenario,
      hash: run.runbookHash,
      source,
    },
    generatedAt: toInstant(nowMs),
    isFinal: run.endedAtMs !== null,
    detectedAt: toInstant(run.detectedAtMs),
    startedAt: toInstant(run.startedAtMs),
    restoredAt: toInstant(restoredAt(run)),
    endedAt: toInstant(run.endedAtMs),
    rto: { objectiveMs: clock.objectiveMs, elapsedMs: clock.elapsedMs, met: clock.isMet },
    rpo: rpoOf(run),
    phases: clock.phases.map(({ phase, startedAtMs, elapsedMs }) => ({
      phase,
      startedAt: toInstant(startedAtMs),
      elapsedMs,
    })),
    steps: run.steps.map(stepReport),
    skipped: run.steps.filter(({ status }) => status === 'skipped').map(skippedReport),
    timeline: entries.map(toTimelineEntry),
  }
}

/** Met when what is lost is known to be within the objective; unknown loss is not met, and not known either. */
function rpoOf(run: RunRecord): RunReportWire['rpo'] {
  const objectiveSeconds = run.runbook.rpoSeconds
  const point = recoveryPointOf(run)
  if (point === null) return { objectiveSeconds, recoveryPoint: null, met: null }
  const recoveryPoint = recoveryPointWire(point)
  const { transactions, ageSeconds, isAtMost } = recoveryPoint
  if (transactions === 0) return { objectiveSeconds, recoveryPoint, met: true }
  // A bound beyond the objective says nothing of what was really lost.
  const isOpen = ageSeconds === null || (isAtMost && ageSeconds > objectiveSeconds)
  const met = isOpen ? null : ageSeconds <= objectiveSeconds
  return { objectiveSeconds, recoveryPoint, met }
}

function stepReport(step: StepRecord): RunReportWire['steps'][number] {
  const { block, result } = step
  return {
    key: step.key,
    number: step.number,
    kind: block.kind,
    phase: block.phase,
    title: step.title,
    status: step.status,
    reason: step.reason,
    isDestructive: step.isDestructive,
    attempts: step.attempts,
    requestedBy: step.requestedBy,
    approvals: step.approvals.map(({ by, atMs, attempt, breakGlassReason }) => ({
      by,
      at: toInstant(atMs),
      attempt,
      breakGlassReason,
    })),
    startedAt: toInstant(step.startedAtMs),
    endedAt: toInstant(step.endedAtMs),
    commands: [...(step.description?.commands ?? [])],
    chosen: step.chosen,
    undo: undoWire(step),
    result: result && {
      summary: result.summary,
      changed: result.changed,
      evidence: [...result.evidence],
      checks: result.checks.map(toCheckWire),
    },
  }
}

function skippedReport({ key, title, requestedBy, reason }: StepRecord): RunReportWire['skipped'][number] {
  return { key, title, by: requestedBy ?? 'the plan', reason: reason ?? '' }
}
