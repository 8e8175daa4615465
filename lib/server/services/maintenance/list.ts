import type { MaintenanceWire } from '@/lib/core/api/maintenance'
import { listWindows } from '@/lib/server/repositories/maintenance.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { toMaintenanceWire } from './maintenance-wire'

/** Windows that run or are planned, the next first; with `isAll` every one, newest first. */
export async function listMaintenance(
  context: ServiceContext,
  input: { readonly isAll: boolean },
): Promise<MaintenanceWire[]> {
  requireRole(context, 'auditor')
  const query = { now: new Date(context.clock.nowMs()), isAll: input.isAll }
  return (await listWindows(context.database, query)).map(toMaintenanceWire)
}
