import type { RunWire } from '@/lib/core/api/runs'
import { roleIncludes } from '@/lib/core/auth/role'
import { toRunWire } from '@/lib/core/runbooks/to-run-wire'
import { waysBack } from '@/lib/core/runbooks/ways-back'
import { getRun } from '@/lib/server/repositories/run.repository'
import { listRunEntries } from '@/lib/server/repositories/run-entry.repository'
import { findUnheld } from '@/lib/server/repositories/run-lease.repository'
import { listPresent } from '@/lib/server/repositories/run-presence.repository'
import { listUsers } from '@/lib/server/repositories/user.repository'
import { runbookReference } from '@/lib/server/runbooks-files/shared-runbooks'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { PRESENCE_MS } from './be-here'
import { runCaller } from './run-caller'

/** One run as this caller sees it. */
export async function readRun(context: ServiceContext, { id }: { readonly id: string }): Promise<RunWire> {
  requireRole(context, 'auditor')
  const { database } = context
  const nowMs = context.clock.nowMs()
  const run = await getRun(database, id)
  const [entries, present, people, caller, unheld] = await Promise.all([
    listRunEntries(database, id),
    listPresent(database, id, new Date(nowMs - PRESENCE_MS)),
    listUsers(database),
    runCaller(context),
    findUnheld(database, id),
  ])
  const commanders = people.filter(
    ({ role, disabledAtMs }) => disabledAtMs === null && roleIncludes(role, 'commander'),
  )
  return toRunWire(run, {
    entries,
    present,
    commanders: commanders.map(({ name, email }) => ({ name, email })),
    caller,
    unheld,
    waysBack: waysBack(run).map(runbookReference),
    nowMs,
  })
}
