import type { RunWire } from '@/lib/core/api/runs'
import {
  approveStep as decideApproval,
  confirmStep as decideConfirmation,
  executeStep as decideExecution,
  retryStep as decideRetry,
  skipStep as decideSkip,
} from '@/lib/core/runbooks/step-commands'
import { undoStep as decideUndo } from '@/lib/core/runbooks/undo-step'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { changeRun } from './change-run'

/** A step of a run, by the id of the run and the key of the step. */
interface StepAddress {
  readonly id: string
  readonly key: string
}

type WithConfirmation = StepAddress & { readonly confirmation?: string | undefined }

export async function executeStep(context: ServiceContext, input: WithConfirmation): Promise<RunWire> {
  requireRole(context, 'operator')
  const { id, key, confirmation } = input
  return changeRun(context, {
    runId: id,
    action: 'run.execute-step',
    decide: (at) => decideExecution({ ...at, key }, confirmation),
  })
}

export async function retryStep(context: ServiceContext, input: WithConfirmation): Promise<RunWire> {
  requireRole(context, 'operator')
  const { id, key, confirmation } = input
  return changeRun(context, {
    runId: id,
    action: 'run.retry-step',
    decide: (at) => decideRetry({ ...at, key }, confirmation),
  })
}

export async function approveStep(
  context: ServiceContext,
  input: StepAddress & { readonly breakGlassReason?: string | undefined },
): Promise<RunWire> {
  requireRole(context, 'commander')
  const { id, key, breakGlassReason } = input
  return changeRun(context, {
    runId: id,
    action: breakGlassReason === undefined ? 'run.approve-step' : 'run.break-glass',
    decide: (at) => decideApproval({ ...at, key }, breakGlassReason),
  })
}

export async function confirmStep(
  context: ServiceContext,
  input: StepAddress & { readonly evidence?: string | undefined; readonly choice?: string | undefined },
): Promise<RunWire> {
  requireRole(context, 'operator')
  const { id, key, ...confirmation } = input
  return changeRun(context, {
    runId: id,
    action: 'run.confirm-step',
    decide: (at) => decideConfirmation({ ...at, key }, confirmation),
  })
}

export async function skipStep(
  context: ServiceContext,
  input: StepAddress & { readonly reason: string },
): Promise<RunWire> {
  requireRole(context, 'commander')
  const { id, key, reason } = input
  return changeRun(context, {
    runId: id,
    action: 'run.skip-step',
    decide: (at) => decideSkip({ ...at, key }, reason),
  })
}

export async function undoStep(
  context: ServiceContext,
  input: WithConfirmation & { readonly reason: string },
): Promise<RunWire> {
  requireRole(context, 'operator')
  const { id, key, ...request } = input
  return changeRun(context, {
    runId: id,
    action: 'run.undo-step',
    decide: (at) => decideUndo({ ...at, key }, request),
  })
}
