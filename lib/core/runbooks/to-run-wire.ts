import { toInstant } from '@/lib/core/api/instant'
import type { PreflightCheckWire, RunbookReferenceWire, RunSummaryWire } from '@/lib/core/api/runbooks'
import type { RunStepWire, RunWire, TimelineEntryWire } from '@/lib/core/api/runs'
import type { PreflightCheck, RecoveryPoint } from './action-definition'
import type { RunCaller, RunEntryRecord, RunRecord, StepRecord } from './journal'
import { type RunClock, runClock } from './run-clock'
import { approvalsOf, runControlsFor, stepControlsFor } from './run-controls'
import { recoveryPointOf } from './run-recovery-point'
import { currentStep } from './step-order'

export function toRunSummary(run: RunRecord, nowMs: number): RunSummaryWire {
  return summaryOf(run, runClock(run, [], nowMs))
}

/** Somebody who looks at a run; `person` is who acts, by the name that the journal keeps. */
interface PresentRecord {
  readonly person: string
  readonly name: string
  readonly role: string
  readonly seenAtMs: number
}

interface RunSurroundings {
  /** Oldest first. */
  readonly entries: readonly RunEntryRecord[]
  readonly present: readonly PresentRecord[]
  readonly commanders: RunWire['commanders']
  readonly caller: RunCaller
  /** No worker holds the run; null while one does. */
  readonly unheld: { readonly sinceMs: number | null } | null
  /** Of `waysBack`, with their titles. */
  readonly waysBack: readonly RunbookReferenceWire[]
  readonly nowMs: number
}

/** A run as this caller sees it: the controls are what they may do now. */
export function toRunWire(run: RunRecord, around: RunSurroundings): RunWire {
  const { entries, present, commanders, caller, unheld, waysBack, nowMs } = around
  const clock = runClock(run, entries, nowMs)
  const controls = runControlsFor(run, caller)
  return {
    ...summaryOf(run, clock),
    reason: run.reason,
    runbookHash: run.runbookHash,
    commander: run.commander,
    stoppedBecause: run.stoppedBecause,
    unheld: unheld && { since: toInstant(unheld.sinceMs) },
    paused: pausedBy(run, entries),
    targets: [...run.targets],
    parameters: { ...run.parameters },
    phases: clock.phases.map(({ phase, startedAtMs, elapsedMs, status }) => ({
      phase,
      startedAt: toInstant(startedAtMs),
      elapsedMs,
      status,
    })),
    rpo: rpoOf(run),
    steps: run.steps.map((step) => stepWire(step, run, caller)),
    timeline: entries.map(toTimelineEntry),
    commanders: controls.includes('hand-over') ? commanders : [],
    present: presentWire(present, run),
    controls: [...controls],
    waysBack: [...waysBack],
  }
}

/** Of several who are here one commands; people look for that one first. */
function presentWire(present: readonly PresentRecord[], { commander }: RunRecord): RunWire['present'] {
  const people = present.map(({ person, name, role, seenAtMs }) => ({
    name,
    role,
    isCommander: person === commander,
    seenAt: toInstant(seenAtMs),
  }))
  return people.toSorted((one, other) => Number(other.isCommander) - Number(one.isCommander))
}

/** The last word about the pause that holds: its entry says who and why. */
function pausedBy({ status }: RunRecord, entries: readonly RunEntryRecord[]): RunWire['paused'] {
  const entry = status === 'paused' ? entries.findLast(({ kind }) => kind === 'run-paused') : undefined
  if (entry === undefined) return null
  return { by: entry.actor, at: toInstant(entry.atMs), reason: entry.text.replace(/^Paused: /, '') }
}

function summaryOf(run: RunRecord, clock: RunClock): RunSummaryWire {
  const isOver = run.endedAtMs !== null
  const step = isOver ? undefined : currentStep(run)
  return {
    id: run.id,
    number: run.number,
    runbookId: run.runbookId,
    title: run.title,
    mode: run.mode,
    status: run.status,
    startedAt: toInstant(run.startedAtMs),
    startedBy: run.startedBy,
    endedAt: toInstant(run.endedAtMs),
    currentStep: step
      ? {
          key: step.key,
          number: step.number,
          of: run.steps.length,
          title: step.title,
          status: step.status,
        }
      : null,
    rto: {
      objectiveMs: clock.objectiveMs,
      elapsedMs: clock.elapsedMs,
      met: clock.isMet,
      startedAt: toInstant(clock.startedAtMs),
      stoppedAt: toInstant(clock.stoppedAtMs),
    },
  }
}

function rpoOf(run: RunRecord): RunWire['rpo'] {
  const point = recoveryPointOf(run)
  return point === null ? null : { ...recoveryPointWire(point), objectiveSeconds: run.runbook.rpoSeconds }
}

export function recoveryPointWire({ isAtMost, ...point }: RecoveryPoint) {
  return { ...point, isAtMost: isAtMost ?? false }
}

function stepWire(step: StepRecord, run: RunRecord, caller: RunCaller): RunStepWire {
  const { block, description, result } = step
  return {
    key: step.key,
    number: step.number,
    kind: block.kind,
    phase: block.phase,
    title: step.title,
    prose: step.prose,
    status: step.status,
    reason: step.reason,
    isDestructive: step.isDestructive,
    confirm: block.kind === 'action' ? (block.confirm ?? null) : null,
    evidencePrompt: block.kind === 'manual' ? (block.evidence ?? null) : null,
    startedAt: toInstant(step.startedAtMs),
    endedAt: toInstant(step.endedAtMs),
    requestedBy: step.requestedBy,
    attempts: step.attempts,
    approvals: approvalsWire(step),
    description: description && {
      summary: description.summary,
      commands: [...description.commands],
      facts: [...description.facts],
      recoveryPoint: description.recoveryPoint ? recoveryPointWire(description.recoveryPoint) : null,
      describedAt: toInstant(description.describedAtMs),
    },
    preflight: step.preflight.map(toCheckWire),
    preflightAt: toInstant(step.preflightAtMs),
    result: result && {
      summary: result.summary,
      changed: result.changed,
      evidence: [...result.evidence],
      checks: result.checks.map(toCheckWire),
      actedAt: toInstant(result.actedAtMs ?? null),
    },
    options: block.kind === 'decision' ? block.options : [],
    chosen: step.chosen,
    undo: undoWire(step),
    controls: [...stepControlsFor(run, step, caller)],
  }
}

export function undoWire({ undo }: StepRecord): RunStepWire['undo'] {
  if (undo === null) return null
  const { requestedBy, requestedAtMs, reason, endedAtMs, result } = undo
  return {
    requestedBy,
    requestedAt: toInstant(requestedAtMs),
    reason,
    endedAt: toInstant(endedAtMs),
    result: result && { ...result, evidence: [...result.evidence] },
  }
}

function approvalsWire(step: StepRecord): RunStepWire['approvals'] {
  const rule = step.block.kind === 'action' ? step.block.approvals : undefined
  if (rule === undefined) return null
  return {
    role: rule.role,
    needed: rule.count,
    expiresAt: toInstant(step.approvalEndsAtMs),
    given: approvalsOf(step).map(({ by, atMs, breakGlassReason }) => ({
      by,
      at: toInstant(atMs),
      breakGlassReason,
    })),
  }
}

export function toCheckWire(check: PreflightCheck): PreflightCheckWire {
  return { ...check, evidence: [...check.evidence] }
}

export function toTimelineEntry({ id, atMs, actor, kind, stepKey, text }: RunEntryRecord): TimelineEntryWire {
  return { id, at: toInstant(atMs), actor, kind, stepKey, text }
}
