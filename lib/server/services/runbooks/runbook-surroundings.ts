import { toInstant } from '@/lib/core/api/instant'
import type { RunbookSummaryWire, RunSummaryWire } from '@/lib/core/api/runbooks'
import { isEvaluationFresh } from '@/lib/core/runbooks/evaluation'
import type { Runbook } from '@/lib/core/runbooks/runbook'
import { toRunSummary } from '@/lib/core/runbooks/to-run-wire'
import { listNewestRuns } from '@/lib/server/repositories/run.repository'
import { type Evaluation, listEvaluations } from '@/lib/server/repositories/runbook-evaluation.repository'
import type { ServiceContext } from '@/lib/server/services/service-context'

export interface Surroundings {
  readonly runs: readonly RunSummaryWire[]
  readonly evaluations: ReadonlyMap<string, Evaluation>
}

export async function runbookSurroundings({ database, clock }: ServiceContext): Promise<Surroundings> {
  const [runs, evaluations] = await Promise.all([listNewestRuns(database), listEvaluations(database)])
  return { runs: runs.map((run) => toRunSummary(run, clock.nowMs())), evaluations }
}

/** What the last evaluation said, if it is of this very runbook and fresh. */
export function executableOf(
  { hash }: Runbook,
  evaluation: Evaluation | undefined,
  nowMs: number,
): RunbookSummaryWire['executable'] {
  if (!evaluation) return { status: 'unknown', evaluatedAt: null, reasons: ['It was never evaluated.'] }
  const evaluatedAt = toInstant(evaluation.evaluatedAtMs)
  if (evaluation.runbookHash !== hash) {
    return { status: 'unknown', evaluatedAt, reasons: ['It was changed since it was evaluated.'] }
  }
  if (!isEvaluationFresh(evaluation.evaluatedAtMs, nowMs)) {
    return { status: 'unknown', evaluatedAt, reasons: ['It was not evaluated for more than an hour.'] }
  }
  return { status: evaluation.status, evaluatedAt, reasons: [...evaluation.reasons] }
}
