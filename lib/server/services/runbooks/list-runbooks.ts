import type { RunbookSummaryWire } from '@/lib/core/api/runbooks'
import { toRunbookSummary } from '@/lib/core/runbooks/to-runbook-wire'
import { listRunbookFiles } from '@/lib/server/runbooks-files/shared-runbooks'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { executableOf, runbookSurroundings } from './runbook-surroundings'

const severities = ['critical', 'high', 'medium', 'low']

/** The worst first, then by title. */
export async function listRunbooks(context: ServiceContext): Promise<RunbookSummaryWire[]> {
  requireRole(context, 'auditor')
  const { runs, evaluations } = await runbookSurroundings(context)
  const nowMs = context.clock.nowMs()
  const summaries = listRunbookFiles().runbooks.map((runbook) =>
    toRunbookSummary(runbook, {
      executable: executableOf(runbook, evaluations.get(runbook.id), nowMs),
      runs,
    }),
  )
  return summaries.toSorted(
    (left, right) =>
      severities.indexOf(left.severity) - severities.indexOf(right.severity) ||
      left.title.localeCompare(right.title, 'en'),
  )
}
