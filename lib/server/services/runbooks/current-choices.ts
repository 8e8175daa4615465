import { isEvaluationFresh } from '@/lib/core/runbooks/evaluation'
import type { ParameterChoices } from '@/lib/core/runbooks/parameter-choices'
import type { Runbook } from '@/lib/core/runbooks/runbook'
import type { Database } from '@/lib/server/db/prisma'
import { wereLocksHeldSince } from '@/lib/server/repositories/run.repository'
import type { Evaluation } from '@/lib/server/repositories/runbook-evaluation.repository'

interface Now {
  readonly database: Database
  readonly nowMs: number
}

/** What a worker last found that a runbook's parameters could be; nothing once a run may have changed it since. */
export async function currentChoices(
  { locks, hash }: Pick<Runbook, 'locks' | 'hash'>,
  evaluation: Evaluation | undefined,
  { database, nowMs }: Now,
): Promise<ParameterChoices> {
  if (evaluation?.runbookHash !== hash || !isEvaluationFresh(evaluation.evaluatedAtMs, nowMs)) return {}
  if (Object.keys(evaluation.choices).length === 0) return {}
  const isOld = await wereLocksHeldSince(database, { locks, at: new Date(evaluation.evaluatedAtMs) })
  return isOld ? {} : evaluation.choices
}
