import type { RunStepWire, RunWire } from '@/lib/core/api/runs'
import type { AcknowledgedWrite } from './writing-client'

export interface DrillFacts {
  readonly runbook: string
  readonly fault: string
  readonly faultAtMs: number
  readonly detectedAtMs: number | null
  readonly run: RunWire
  readonly serviceBackAt: string
  readonly acknowledged: readonly AcknowledgedWrite[]
  readonly found: ReadonlySet<string>
  readonly maxWritablePrimaries: number
}

/** The one line with which a drill ends. */
export function drillResult(facts: DrillFacts) {
  const { run, acknowledged, found, faultAtMs } = facts
  const back = run.steps.find(({ key }) => key === facts.serviceBackAt)
  const backAtMs = back?.status === 'succeeded' && back.endedAt ? Date.parse(back.endedAt) : null
  const lostWrites = acknowledged.filter(({ reference }) => !found.has(reference)).length
  const promoted = run.steps.find(({ phase, kind }) => phase === 'promote' && kind === 'action')
  const hasVerified = run.steps.every((step) => step.status === 'succeeded' || step.status === 'skipped')
  return {
    runbook: facts.runbook,
    fault: facts.fault,
    status: run.status,
    stoppedBecause: run.stoppedBecause,
    detectMs: facts.detectedAtMs === null ? null : facts.detectedAtMs - faultAtMs,
    rtoMs: backAtMs === null ? null : backAtMs - faultAtMs,
    promoteAndRerouteMs: between(promoted, backAtMs),
    writesAgainAfterMs: writesAgainAfter(facts),
    phases: Object.fromEntries(run.phases.map(({ phase, elapsedMs }) => [phase, Math.round(elapsedMs)])),
    rpoTransactions: run.rpo?.transactions ?? null,
    acknowledgedWrites: acknowledged.length,
    lostWrites,
    maxWritablePrimaries: facts.maxWritablePrimaries,
    verified: run.status === 'succeeded' && hasVerified && lostWrites === 0,
  }
}

function between(promoted: RunStepWire | undefined, backAtMs: number | null): number | null {
  if (!promoted?.startedAt || backAtMs === null) return null
  return backAtMs - Date.parse(promoted.startedAt)
}

/** From the fault to the first write sent after it that was confirmed. */
function writesAgainAfter({ acknowledged, faultAtMs }: DrillFacts): number | null {
  const after = acknowledged.filter(({ sentAtMs }) => sentAtMs > faultAtMs + 250)
  return after.length === 0
    ? null
    : Math.min(...after.map(({ acknowledgedAtMs }) => acknowledgedAtMs)) - faultAtMs
}
