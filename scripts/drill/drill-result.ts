import type { RunStepWire, RunWire } from '@/lib/core/api/runs'
import type { AcknowledgedWrite } from './writing-client'

export interface DrillFacts {
  readonly runbook: string
  readonly fault: string
  /** Right before the fault was asked for. */
  readonly faultAtMs: number
  /** When all of it was in force: no write that was sent later can have gone the old way. */
  readonly brokenAtMs: number
  readonly detectedAtMs: number | null
  readonly run: RunWire
  /** When the button was pressed that let a step go, by its key. */
  readonly pressedAtMs: ReadonlyMap<string, number>
  readonly serviceBackAt: string
  readonly acknowledged: readonly AcknowledgedWrite[]
  /** Which of them are there now; null when nobody leads who could be asked. */
  readonly found: ReadonlySet<string> | null
  readonly maxWritablePrimaries: number
}

/** The one line with which a drill ends. What is counted from the fault is never too short: it counts from its asking. */
export interface DrillResult {
  readonly runbook: string
  readonly fault: string
  readonly status: RunWire['status']
  readonly stoppedBecause: string | null
  /** From the fault to the map that showed its node as down. */
  readonly detectMs: number | null
  /** From the fault to the end, verified, of the step that brings the service back. */
  readonly rtoMs: number | null
  /** From the begin of the promotion to the same end. */
  readonly promoteAndRerouteMs: number | null
  /** From the fault to the confirmation of the first write that was sent when all of it was in force. */
  readonly writesAgainAfterMs: number | null
  /** From the press that let a step go to the moment right before its first command to a real system, by step. */
  readonly clickToActionMs: Readonly<Record<string, number>>
  /** The longest time in which no write was confirmed to anybody, from the fault on. */
  readonly longestGapMs: number | null
  readonly phases: Readonly<Record<string, number>>
  /** How many transactions the run said are lost; null when no step could count them. */
  readonly rpoTransactions: number | null
  readonly acknowledgedWrites: number
  /** Confirmed to a customer, and not in the database that leads; null when none does. */
  readonly lostWrites: number | null
  /** What a restore gave as the instant up to which everything is back. */
  readonly recoverableUntil: string | null
  /** From how many seconds the run said that writes are lost; null when no step could know. */
  readonly rpoStatedSeconds: number | null
  /** From the confirmation of the first lost write to that of the last write before the outage. */
  readonly rpoMeasuredSeconds: number | null
  /** The run said that as much is lost as is, or more; and nothing from before the instant that a restore gave. */
  readonly isLossAsStated: boolean
  readonly maxWritablePrimaries: number
  /** What has to have been seen and was not: without it a good end proves nothing. */
  readonly unproved: readonly string[]
  readonly verified: boolean
}

export function drillResult(facts: DrillFacts): DrillResult {
  const { run, acknowledged, faultAtMs } = facts
  const back = run.steps.find(({ key }) => key === facts.serviceBackAt)
  const backAtMs = back?.status === 'succeeded' && back.endedAt ? Date.parse(back.endedAt) : null
  const promoted = run.steps.find(({ phase, kind }) => phase === 'promote' && kind === 'action')
  const hasVerified = run.steps.every((step) => step.status === 'succeeded' || step.status === 'skipped')
  const loss = lossOf(facts)
  const rtoMs = backAtMs === null ? null : backAtMs - faultAtMs
  const unproved = unprovedOf(facts, rtoMs)
  return {
    runbook: facts.runbook,
    fault: facts.fault,
    status: run.status,
    stoppedBecause: run.stoppedBecause,
    detectMs: facts.detectedAtMs === null ? null : facts.detectedAtMs - faultAtMs,
    rtoMs,
    promoteAndRerouteMs: between(promoted, backAtMs),
    writesAgainAfterMs: writesAgainAfter(facts),
    clickToActionMs: clickToAction(facts),
    longestGapMs: longestGap(facts),
    phases: Object.fromEntries(run.phases.map(({ phase, elapsedMs }) => [phase, Math.round(elapsedMs)])),
    acknowledgedWrites: acknowledged.length,
    ...loss,
    maxWritablePrimaries: facts.maxWritablePrimaries,
    unproved,
    verified: run.status === 'succeeded' && hasVerified && loss.isLossAsStated && unproved.length === 0,
  }
}

/** A drill in which nobody wrote loses nothing, and one whose servers nobody reached has no two that lead. */
function unprovedOf(facts: DrillFacts, rtoMs: number | null): readonly string[] {
  const hasWritten = facts.acknowledged.some(({ acknowledgedAtMs }) => acknowledgedAtMs <= facts.faultAtMs)
  return [
    ...(hasWritten ? [] : ['no write was confirmed before it broke']),
    ...(writesAgainAfter(facts) === null ? ['no write that was sent after it broke was confirmed'] : []),
    ...(rtoMs === null ? [`the step ${facts.serviceBackAt} did not succeed`] : []),
    ...(facts.maxWritablePrimaries > 0 ? [] : ['no server was ever seen to take writes']),
  ]
}

function lossOf({ run, acknowledged, found, brokenAtMs }: DrillFacts) {
  const lost = acknowledged.filter(({ reference }) => found?.has(reference) === false)
  const lostAtMs = lost.map(({ acknowledgedAtMs }) => acknowledgedAtMs)
  const before = acknowledged.filter(({ acknowledgedAtMs }) => acknowledgedAtMs <= brokenAtMs)
  const lastAtMs = Math.max(...before.map(({ acknowledgedAtMs }) => acknowledgedAtMs), ...lostAtMs)
  const rpoMeasuredSeconds = lost.length === 0 ? 0 : (lastAtMs - Math.min(...lostAtMs)) / 1_000
  const rpoTransactions = run.rpo?.transactions ?? null
  const rpoStatedSeconds = run.rpo?.ageSeconds ?? null
  const recoverableUntil = restoredUntil(run)
  const isEnough =
    (rpoTransactions === null || rpoTransactions >= lost.length) &&
    (rpoStatedSeconds === null || rpoStatedSeconds >= rpoMeasuredSeconds) &&
    (rpoTransactions !== null || rpoStatedSeconds !== null)
  const isLaterThanStated =
    recoverableUntil === null || lostAtMs.every((atMs) => atMs >= Date.parse(recoverableUntil))
  return {
    lostWrites: found === null ? null : lost.length,
    rpoTransactions,
    recoverableUntil,
    rpoStatedSeconds,
    rpoMeasuredSeconds: found === null ? null : rpoMeasuredSeconds,
    isLossAsStated: found === null ? false : lost.length === 0 || (isEnough && isLaterThanStated),
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

function clickToAction({ run, pressedAtMs }: DrillFacts): Readonly<Record<string, number>> {
  const waits = run.steps.flatMap(({ key, result }) => {
    const pressed = pressedAtMs.get(key)
    const actedAt = result?.actedAt
    return pressed === undefined || !actedAt ? [] : [[key, Date.parse(actedAt) - pressed] as const]
  })
  return Object.fromEntries(waits)
}

function writesAgainAfter({ acknowledged, faultAtMs, brokenAtMs }: DrillFacts): number | null {
  const after = acknowledged.filter(({ sentAtMs }) => sentAtMs > brokenAtMs)
  return after.length === 0
    ? null
    : Math.min(...after.map(({ acknowledgedAtMs }) => acknowledgedAtMs)) - faultAtMs
}

function longestGap({ acknowledged, faultAtMs }: DrillFacts): number | null {
  const confirmed = acknowledged
    .map(({ acknowledgedAtMs }) => acknowledgedAtMs)
    .toSorted((left, right) => left - right)
  const gaps = confirmed
    .slice(1)
    .map((atMs, index) => ({ endMs: atMs, gapMs: atMs - (confirmed[index] ?? atMs) }))
    .filter(({ endMs }) => endMs >= faultAtMs)
  return gaps.length === 0 ? null : Math.max(...gaps.map(({ gapMs }) => gapMs))
}
