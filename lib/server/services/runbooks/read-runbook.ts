import type { RunbookWire } from '@/lib/core/api/runbooks'
import { toCheckWire } from '@/lib/core/runbooks/to-run-wire'
import { toRunbookWire } from '@/lib/core/runbooks/to-runbook-wire'
import { isDestructiveAction } from '@/lib/server/runbooks/kinds'
import { getRunbookFile } from '@/lib/server/runbooks-files/shared-runbooks'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { executableOf, runbookSurroundings } from './runbook-surroundings'

export async function readRunbook(
  context: ServiceContext,
  { id }: { readonly id: string },
): Promise<RunbookWire> {
  requireRole(context, 'auditor')
  const runbook = getRunbookFile(id)
  const { runs, evaluations } = await runbookSurroundings(context)
  const evaluation = evaluations.get(id)
  const checks = evaluation?.runbookHash === runbook.hash ? evaluation.checks : {}
  return toRunbookWire(
    runbook,
    { executable: executableOf(runbook, evaluation, context.clock.nowMs()), runs },
    {
      isDestructive: isDestructiveAction,
      checks: Object.fromEntries(Object.entries(checks).map(([key, list]) => [key, list.map(toCheckWire)])),
    },
  )
}
