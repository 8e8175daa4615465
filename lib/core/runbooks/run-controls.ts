import { type Role, roleIncludes } from '@/lib/core/auth/role'
import type { RunCaller, RunRecord, StepRecord } from './journal'
import { activeRunStatuses, type StepStatus } from './run'
import { currentStep } from './step-order'

export type StepControl =
  | 'execute'
  | 'approve'
  | 'break-glass'
  | 'confirm'
  | 'decide'
  | 'retry'
  | 'skip'
  | 'undo'
export type RunControl = 'pause' | 'resume' | 'abort' | 'hand-over' | 'comment'

const skippable: readonly StepStatus[] = ['ready', 'blocked', 'awaiting-approval', 'failed', 'undone']

/** The role that a step needs of whoever executes it. */
export function roleOfStep({ block, isDestructive }: StepRecord): Role {
  if (block.kind === 'manual' || block.kind === 'decision') return block.role
  return isDestructive ? 'commander' : 'operator'
}

/** Approvals that count now: those of the present attempt. */
export function approvalsOf(step: StepRecord): StepRecord['approvals'] {
  return step.approvals.filter(({ attempt }) => attempt === step.attempts)
}

/** Somebody asked for the step to be taken back, and it is not yet. */
export function isBeingUndone({ undo }: Pick<StepRecord, 'undo'>): boolean {
  return undo !== null && undo.endedAtMs === null
}

/** Who asked for what the step waits for now. */
export function askedBy({ undo, requestedBy }: StepRecord): string | null {
  return undo !== null && undo.endedAtMs === null ? undo.requestedBy : requestedBy
}

/** Exactly what this caller may do with a step now; what is not in it is refused. */
export function stepControlsFor(run: RunRecord, step: StepRecord, caller: RunCaller): readonly StepControl[] {
  if (run.mode === 'rehearsal') return []
  if (run.status !== 'running' && run.status !== 'stopped') return []
  const undo: readonly StepControl[] =
    mayBeUndone(run, step) && roleIncludes(caller.role, roleOfStep(step)) ? ['undo'] : []
  if (currentStep(run)?.key !== step.key) return undo
  const isSkippable = skippable.includes(step.status) && !isBeingUndone(step)
  const skip: readonly StepControl[] = isSkippable && roleIncludes(caller.role, 'commander') ? ['skip'] : []
  return [...actControls(step, caller), ...undo, ...skip]
}

/** While another step is with a worker its effect may rest on this one. */
function mayBeUndone({ steps }: RunRecord, { undoable, status }: StepRecord): boolean {
  const isOpen = status === 'failed' ? undoable !== 'never' : status === 'succeeded' && undoable === 'always'
  return isOpen && !steps.some((each) => each.status === 'queued' || each.status === 'running')
}

function actControls(step: StepRecord, caller: RunCaller): readonly StepControl[] {
  const mayAct = roleIncludes(caller.role, roleOfStep(step))
  switch (step.status) {
    case 'ready':
      return mayAct ? [actControl(step)] : []
    case 'failed':
    case 'blocked':
    case 'undone':
      return mayAct ? ['retry'] : []
    case 'awaiting-approval':
      return approveControls(step, caller)
    case 'pending':
    case 'queued':
    case 'running':
    case 'succeeded':
    case 'skipped':
      return []
  }
}

function actControl({ block }: StepRecord): StepControl {
  if (block.kind === 'manual') return 'confirm'
  return block.kind === 'decision' ? 'decide' : 'execute'
}

function approveControls(step: StepRecord, caller: RunCaller): readonly StepControl[] {
  const rule = step.block.kind === 'action' ? step.block.approvals : undefined
  if (rule === undefined || !roleIncludes(caller.role, 'commander')) return []
  const isOpen = roleIncludes(caller.role, rule.role) && caller.person !== askedBy(step)
  const hasGiven = approvalsOf(step).some(({ by }) => by === caller.person)
  return isOpen && !hasGiven ? ['approve', 'break-glass'] : ['break-glass']
}

/** Exactly what this caller may do with a run now. */
export function runControlsFor(run: RunRecord, { role }: RunCaller): readonly RunControl[] {
  const comment: readonly RunControl[] = roleIncludes(role, 'operator') ? ['comment'] : []
  if (!activeRunStatuses.includes(run.status) || !roleIncludes(role, 'commander')) return comment
  const move: RunControl = run.status === 'paused' ? 'resume' : 'pause'
  return [move, 'abort', 'hand-over', ...comment]
}
