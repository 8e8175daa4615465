import type { RunEntryRecord, RunRecord } from './journal'
import { activeRunStatuses } from './run'
import { type RunPhase, runPhases } from './runbook'

export interface PhaseTime {
  readonly phase: RunPhase
  readonly startedAtMs: number | null
  readonly elapsedMs: number
  readonly status: 'pending' | 'active' | 'done'
}

export interface RunClock {
  /** First failed observation of a target, or the start of the run when nothing was failing. */
  readonly startedAtMs: number
  /** When the end of the loss of service was verified, or the run ended; null while it runs. */
  readonly stoppedAtMs: number | null
  readonly elapsedMs: number
  readonly objectiveMs: number
  /** Null while it may still be met. */
  readonly isMet: boolean | null
  /** Each millisecond of the elapsed time belongs to one phase: their times add up to it. */
  readonly phases: readonly PhaseTime[]
}

type Journal = Pick<
  RunRecord,
  'status' | 'startedAtMs' | 'detectedAtMs' | 'endedAtMs' | 'runbook' | 'steps' | 'mode'
>
type Entry = Pick<RunEntryRecord, 'atMs' | 'kind' | 'stepKey'>

/** The RTO clock of a run at `nowMs`, told from its journal and its time line, oldest entry first. */
export function runClock(run: Journal, entries: readonly Entry[], nowMs: number): RunClock {
  const startedAtMs = Math.min(run.detectedAtMs ?? run.startedAtMs, run.startedAtMs)
  const stoppedAtMs = stopOf(run)
  const elapsedMs = Math.max(0, (stoppedAtMs ?? nowMs) - startedAtMs)
  const objectiveMs = run.runbook.rtoSeconds * 1_000
  return {
    startedAtMs,
    stoppedAtMs,
    elapsedMs,
    objectiveMs,
    isMet: isMet(run, { stoppedAtMs, elapsedMs, objectiveMs }),
    phases: phaseTimes(run, entries, {
      startedAtMs,
      endMs: startedAtMs + elapsedMs,
      isStopped: stoppedAtMs !== null,
    }),
  }
}

/** The end of the last step that verifies; with none in the runbook, the end of the run. */
export function restoredAt({
  steps,
  endedAtMs,
  status,
}: Pick<Journal, 'steps' | 'endedAtMs' | 'status'>): number | null {
  const verifying = steps.filter(({ block, status: each }) => block.phase === 'verify' && each !== 'skipped')
  if (verifying.length === 0) return status === 'succeeded' ? endedAtMs : null
  if (!verifying.every(({ status: each }) => each === 'succeeded')) return null
  return Math.max(...verifying.map(({ endedAtMs: at }) => at ?? 0))
}

function stopOf(run: Journal): number | null {
  return restoredAt(run) ?? run.endedAtMs
}

interface Elapsed {
  readonly stoppedAtMs: number | null
  readonly elapsedMs: number
  readonly objectiveMs: number
}

/** An objective of 0 means at once; no clock can meet that, so it is held against the first minute. */
const AT_ONCE_MS = 60_000

function isMet(run: Journal, { stoppedAtMs, elapsedMs, objectiveMs }: Elapsed): boolean | null {
  const limitMs = objectiveMs === 0 ? AT_ONCE_MS : objectiveMs
  if (elapsedMs > limitMs) return false
  if (stoppedAtMs === null) return null
  return restoredAt(run) === null ? (activeRunStatuses.includes(run.status) ? null : false) : true
}

interface Span {
  readonly startedAtMs: number
  readonly endMs: number
  readonly isStopped: boolean
}

function phaseTimes(run: Journal, entries: readonly Entry[], span: Span): readonly PhaseTime[] {
  const elapsed = new Map<RunPhase, { startedAtMs: number; elapsedMs: number }>()
  const changes = phaseChanges(run, entries)
  let atMs = span.startedAtMs
  let phase: RunPhase = 'detect'
  const spend = (untilMs: number) => {
    const end = Math.min(Math.max(untilMs, atMs), span.endMs)
    const known = elapsed.get(phase) ?? { startedAtMs: atMs, elapsedMs: 0 }
    elapsed.set(phase, { ...known, elapsedMs: known.elapsedMs + end - atMs })
    atMs = end
  }
  for (const change of changes) {
    spend(change.atMs)
    phase = change.phase
  }
  spend(span.endMs)
  const last = phase
  return runPhases.map((each) => {
    const time = elapsed.get(each)
    if (!time) return { phase: each, startedAtMs: null, elapsedMs: 0, status: 'pending' }
    const isActive = each === last && !span.isStopped
    return { phase: each, ...time, status: isActive ? 'active' : 'done' }
  })
}

/** Waiting for people is `decide` or `approve`, whatever the step; working is the phase of the step. */
function phaseChanges(run: Journal, entries: readonly Entry[]): readonly { atMs: number; phase: RunPhase }[] {
  const phaseOf = new Map(run.steps.map(({ key, block }) => [key, block.phase]))
  return entries.flatMap(({ atMs, kind, stepKey }) => {
    const own = stepKey === null ? undefined : phaseOf.get(stepKey)
    if (own === undefined) return kind === 'run-started' ? [{ atMs, phase: 'decide' as const }] : []
    switch (kind) {
      case 'step-ready':
      case 'step-blocked':
      case 'step-failed':
        return [{ atMs, phase: 'decide' as const }]
      case 'step-awaiting-approval':
        return [{ atMs, phase: 'approve' as const }]
      case 'step-queued':
      case 'step-running':
        return [{ atMs, phase: own }]
      default:
        return []
    }
  })
}
