import type { RunRecord, StepRecord } from './journal'
import { hasDone } from './run-deeds'

/** The runbook that leads back from what a step has done: its own, else that of its runbook. */
export function wayBackOfStep(
  { block }: Pick<StepRecord, 'block'>,
  { runbook, steps }: Pick<RunRecord, 'runbook' | 'steps'>,
): string | undefined {
  const named = block.kind === 'action' ? block.wayBack : undefined
  const isStep = steps.some(({ key }) => key === named)
  return named === undefined || isStep ? runbook.wayBack : named
}

/**
 * Ids of the runbooks that lead back from what a run has done, the one of its last deed first; none where there is
 * nothing to lead back from. A step past its point of no return stands for all before it: whoever fenced a primary
 * can let it write again, and whoever promoted another since can only rejoin it. Where that step failed nobody knows
 * how far it came, and both are named: each looks for itself whether it fits.
 */
export function waysBack(run: Pick<RunRecord, 'mode' | 'runbook' | 'steps'>): readonly string[] {
  if (run.mode === 'rehearsal') return []
  const ids = new Set<string>()
  for (const step of run.steps.toReversed()) {
    if (!hasChangedSystems(step)) continue
    const id = wayBackOfStep(step, run)
    if (id !== undefined) ids.add(id)
    if (step.undoable === 'when-failed' && step.status === 'succeeded') break
  }
  return [...ids]
}

function hasChangedSystems({ block, status, startedAtMs, result }: StepRecord): boolean {
  return block.kind === 'action' && hasDone({ kind: block.kind, status, startedAt: startedAtMs, result })
}
