import type { RunbookWire } from '@/lib/core/api/runbooks'
import { isEvaluationFresh } from '@/lib/core/runbooks/evaluation'
import { toCheckWire } from '@/lib/core/runbooks/to-run-wire'
import { toRunbookWire } from '@/lib/core/runbooks/to-runbook-wire'
import { isDestructiveAction } from '@/lib/server/runbooks/kinds'
import { getRunbookFile, wayBackOf } from '@/lib/server/runbooks-files/shared-runbooks'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { currentChoices } from './current-choices'
import { executableOf, runbookSurroundings } from './runbook-surroundings'

export async function readRunbook(
  context: ServiceContext,
  { id }: { readonly id: string },
): Promise<RunbookWire> {
  requireRole(context, 'auditor')
  const runbook = getRunbookFile(id)
  const { runs, evaluations } = await runbookSurroundings(context)
  const evaluation = evaluations.get(id)
  const nowMs = context.clock.nowMs()
  const isCurrent =
    evaluation?.runbookHash === runbook.hash && isEvaluationFresh(evaluation.evaluatedAtMs, nowMs)
  const choices = await currentChoices(runbook, evaluation, { database: context.database, nowMs })
  return toRunbookWire(
    runbook,
    { executable: executableOf(runbook, evaluation, nowMs), runs, choices, wayBack: wayBackOf(runbook) },
    {
      isDestructive: isDestructiveAction,
      checks: isCurrent
        ? Object.fromEntries(
            Object.entries(evaluation.checks).map(([key, list]) => [key, list.map(toCheckWire)]),
          )
        : {},
    },
  )
}
