import type { NewEntry, RunRecord, RunTransition, StepChange, StepRecord } from './journal'
import type { StepStatus } from './run'

/** The step whose turn it is; undefined when all are done. */
export function currentStep(run: Pick<RunRecord, 'mode' | 'steps'>): StepRecord | undefined {
  return run.steps.find((step) => !isDone(step, run.mode))
}

/** A rehearsal goes on after a step that would not work: it looks for all of them. */
export function isDone({ status }: StepRecord, mode: RunRecord['mode']): boolean {
  return status === 'succeeded' || status === 'skipped' || (mode === 'rehearsal' && status === 'failed')
}

/** Why a step is not part of this run, by its `when`; null when it is. A rehearsal takes every way of a decision. */
export function leftOutBecause(
  step: StepRecord,
  run: Pick<RunRecord, 'mode' | 'steps' | 'parameters'>,
): string | null {
  for (const [name, wanted] of Object.entries(step.block.when ?? {})) {
    const decision = run.steps.find(({ key, block }) => key === name && block.kind === 'decision')
    if (decision && run.mode === 'rehearsal') continue
    const value = decision ? decision.chosen : (run.parameters[name] ?? null)
    if (value !== String(wanted)) return `Left out: ${name} is ${value ?? 'not decided'}, not ${wanted}`
  }
  return null
}

/** Preconditions are looked at before anyone may press the button. */
const NOT_LOOKED_AT = 'Its preconditions have not been looked at yet'

/**
 * Gives the turn to the next step after `done` have changed: those that are left out are skipped, and when none
 * is left the run ends.
 */
export function advance(run: RunRecord, done: readonly StepChange[], nowMs: number): RunTransition {
  const steps: StepChange[] = [...done]
  const entries: NewEntry[] = []
  let after = withChanges(run, done)
  for (;;) {
    const next = currentStep(after)
    if (next === undefined)
      return { steps, entries: [...entries, ...endEntries(after)], run: endOf(after, nowMs) }
    if (next.status !== 'pending') return { steps, entries }
    const leftOut = leftOutBecause(next, after)
    const change = leftOut === null ? turn(next, after, nowMs) : skip(next, leftOut, nowMs)
    steps.push(change)
    entries.push({ kind: `step-${change.to}`, stepKey: next.key, text: leftOut ?? turnText(change.to) })
    if (leftOut === null) return { steps, entries }
    after = withChanges(after, [change])
  }
}

function turn(step: StepRecord, run: RunRecord, nowMs: number): StepChange {
  const to = statusAtTurn(step, run)
  const blocked = to === 'blocked' ? { blockedAtMs: nowMs, reason: NOT_LOOKED_AT } : {}
  const asked = to === 'queued' ? { attempts: step.attempts + 1, requestedAtMs: nowMs } : {}
  return { key: step.key, from: 'pending', to, set: { turnAtMs: nowMs, ...blocked, ...asked } }
}

function statusAtTurn({ block }: StepRecord, { mode }: RunRecord): StepStatus {
  if (mode === 'rehearsal') return 'queued'
  switch (block.kind) {
    case 'action':
      return 'blocked'
    case 'check':
    case 'wait':
    case 'notify':
      return block.automatic ? 'queued' : 'ready'
    case 'manual':
    case 'decision':
      return 'ready'
  }
}

function turnText(status: StepStatus): string {
  if (status === 'queued') return 'Begins by itself'
  return status === 'blocked'
    ? 'Its turn: its preconditions are being looked at'
    : 'Its turn: waits for a person'
}

function skip(step: StepRecord, reason: string, nowMs: number): StepChange {
  return { key: step.key, from: 'pending', to: 'skipped', set: { reason, endedAtMs: nowMs } }
}

/** The run as it will be when the changes are written. */
export function withChanges(run: RunRecord, changes: readonly StepChange[]): RunRecord {
  const byKey = new Map(changes.map((change) => [change.key, change]))
  const steps = run.steps.map((step) => {
    const change = byKey.get(step.key)
    return change ? { ...step, ...change.set, status: change.to } : step
  })
  return { ...run, steps }
}

function failedSteps({ steps }: RunRecord): readonly StepRecord[] {
  return steps.filter(({ status }) => status === 'failed')
}

function endOf(run: RunRecord, nowMs: number): NonNullable<RunTransition['run']> {
  const failed = failedSteps(run)
  if (failed.length === 0) return { status: 'succeeded', endedAtMs: nowMs, stoppedBecause: null }
  return { status: 'failed', endedAtMs: nowMs, stoppedBecause: wouldNotWork(failed) }
}

function endEntries(run: RunRecord): readonly NewEntry[] {
  const failed = failedSteps(run)
  if (failed.length > 0) return [{ kind: 'run-failed', stepKey: null, text: wouldNotWork(failed) }]
  return [{ kind: 'run-succeeded', stepKey: null, text: 'Every step is done' }]
}

function wouldNotWork(failed: readonly StepRecord[]): string {
  const names = failed.map(({ number, title }) => `${number} ${title}`).join(', ')
  return failed.length === 1 ? `A step would not work now: ${names}` : `Steps would not work now: ${names}`
}
