import type { RunStepWire, RunWire } from '@/lib/core/api/runs'
import type { AcknowledgedWrite } from './writing-client'

export interface DrillFacts {
  readonly runbook: string
  readonly fault: string
  readonly faultAtMs: number
  readonly detectedAtMs: number | null
  readonly run: RunWire
  /** When the button was pressed that let a step go, by its key. */
  readonly pressedAtMs: ReadonlyMap<string, number>
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
  const lost = acknowledged.filter(({ reference }) => !found.has(reference))
  const recoverableUntil = restoredUntil(run)
  // A restore says up to when nothing is lost: whatever is lost must have been confirmed later.
  const isLossAsStated = lost.every(
    ({ acknowledgedAtMs }) => recoverableUntil !== null && acknowledgedAtMs >= Date.parse(recoverableUntil),
  )
  const firstLostAtMs = Math.min(...lost.map(({ acknowledgedAtMs }) => acknowledgedAtMs))
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
    clickToActionMs: clickToAction(facts),
    phases: Object.fromEntries(run.phases.map(({ phase, elapsedMs }) => [phase, Math.round(elapsedMs)])),
    rpoTransactions: run.rpo?.transactions ?? null,
    acknowledgedWrites: acknowledged.length,
    lostWrites: lost.length,
    recoverableUntil,
    rpoStatedSeconds: run.rpo?.ageSeconds ?? null,
    rpoMeasuredSeconds: lost.length === 0 ? 0 : Math.max(0, (faultAtMs - firstLostAtMs) / 1_000),
    maxWritablePrimaries: facts.maxWritablePrimaries,
    verified: run.status === 'succeeded' && hasVerified && isLossAsStated,
  }
}

function restoredUntil(run: RunWire): string | null {
  const evidence = run.steps.find(({ key }) => key === 'restore')?.result?.evidence
  return evidence?.find(({ label }) => label === 'Last recoverable time')?.value ?? null
}

function between(promoted: RunStepWire | undefined, backAtMs: number | null): number | null {
  if (!promoted?.startedAt || backAtMs === null) return null
  return backAtMs - Date.parse(promoted.startedAt)
}

/** From the button to the moment right before the first command to a real system, by step. */
function clickToAction({ run, pressedAtMs }: DrillFacts): Readonly<Record<string, number>> {
  const waits = run.steps.flatMap(({ key, result }) => {
    const pressed = pressedAtMs.get(key)
    const actedAt = result?.actedAt
    return pressed === undefined || !actedAt ? [] : [[key, Date.parse(actedAt) - pressed] as const]
  })
  return Object.fromEntries(waits)
}

/** From the fault to the first write sent after it that was confirmed. */
function writesAgainAfter({ acknowledged, faultAtMs }: DrillFacts): number | null {
  const after = acknowledged.filter(({ sentAtMs }) => sentAtMs > faultAtMs + 250)
  return after.length === 0
    ? null
    : Math.min(...after.map(({ acknowledgedAtMs }) => acknowledgedAtMs)) - faultAtMs
}
