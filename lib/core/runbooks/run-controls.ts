import { type Role, roleIncludes } from '@/lib/core/auth/role'
import type { RunCaller, RunRecord, StepRecord } from './journal'
import { activeRunStatuses, type StepStatus } from './run'
import { currentStep } from './step-order'

export type StepControl = 'execute' | 'approve' | 'break-glass' | 'confirm' | 'decide' | 'retry' | 'skip'
export type RunControl = 'pause' | 'resume' | 'abort' | 'hand-over' | 'comment'

const skippable: readonly StepStatus[] = ['ready', 'blocked', 'awaiting-approval', 'failed']

/** The role that a step needs of whoever executes it. */
export function roleOfStep({ block, isDestructive }: StepRecord): Role {
  if (block.kind === 'manual' || block.kind === 'decision') return block.role
  return isDestructive ? 'commander' : 'operator'
}

/** Approvals that count now: those of the present attempt. */
export function approvalsOf(step: StepRecord): StepRecord['approvals'] {
  return step.approvals.filter(({ attempt }) => attempt === step.attempts)
}

/** Exactly what this caller may do with a step now; what is not in it is refused. */
export function stepControlsFor(run: RunRecord, step: StepRecord, caller: RunCaller): readonly StepControl[] {
  if (run.mode === 'rehearsal') return []
  if (run.status !== 'running' && run.status !== 'stopped') return []
  if (currentStep(run)?.key !== step.key) return []
  const skip: readonly StepControl[] =
    skippable.includes(step.status) && roleIncludes(caller.role, 'commander') ? ['skip'] : []
  return [...actControls(step, caller), ...skip]
}

function actControls(step: StepRecord, caller: RunCaller): readonly StepControl[] {
  const mayAct = roleIncludes(caller.role, roleOfStep(step))
  switch (step.status) {
    case 'ready':
      return mayAct ? [actControl(step)] : []
    case 'failed':
    case 'blocked':
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
  const isOpen = roleIncludes(caller.role, rule.role) && caller.person !== step.requestedBy
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
