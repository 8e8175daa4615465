import type { RunReportWire } from '@/lib/core/api/run-report'
import { toRunReport } from '@/lib/core/runbooks/to-run-report'
import { getRun, getRunSource } from '@/lib/server/repositories/run.repository'
import { listRunEntries } from '@/lib/server/repositories/run-entry.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

export async function readRunReport(
  context: ServiceContext,
  { id }: { readonly id: string },
): Promise<RunReportWire> {
  requireRole(context, 'auditor')
  const { database, clock } = context
  const run = await getRun(database, id)
  const [entries, source] = await Promise.all([listRunEntries(database, id), getRunSource(database, id)])
  return toRunReport(run, { entries, source, nowMs: clock.nowMs() })
}
