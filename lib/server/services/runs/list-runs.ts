import type { z } from 'zod'
import type { RunSummaryWire } from '@/lib/core/api/runbooks'
import type { listRuns as endpoint } from '@/lib/core/api/runs'
import { toRunSummary } from '@/lib/core/runbooks/to-run-wire'
import { listRuns as list } from '@/lib/server/repositories/run.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

/** Newest first. */
export async function listRuns(
  context: ServiceContext,
  { active, runbook, limit }: z.output<typeof endpoint.query>,
): Promise<RunSummaryWire[]> {
  requireRole(context, 'auditor')
  const runs = await list(context.database, { isActive: active, runbookId: runbook, limit })
  return runs.map((run) => toRunSummary(run, context.clock.nowMs()))
}
