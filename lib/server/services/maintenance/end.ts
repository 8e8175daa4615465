import type { MaintenanceWire } from '@/lib/core/api/maintenance'
import { AppError } from '@/lib/core/errors/app-error'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import { endWindow, getWindow } from '@/lib/server/repositories/maintenance.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { toMaintenanceWire } from './maintenance-wire'

/** Throws `conflict` for a window that has ended already. */
export async function endMaintenance(
  context: ServiceContext,
  input: { readonly id: string },
): Promise<MaintenanceWire> {
  requireRole(context, 'operator')
  return inTransaction(context.database, async (transaction) => {
    const before = await getWindow(transaction, input.id)
    const isEnded = await endWindow(transaction, input.id, new Date(context.clock.nowMs()))
    if (!isEnded) throw new AppError('conflict', 'This maintenance window has ended already.')
    const after = await getWindow(transaction, input.id)
    await recordAudit(transaction, context, {
      action: 'maintenance.end',
      subject: `node:${before.nodeSlug}`,
      before: toMaintenanceWire(before),
      after: toMaintenanceWire(after),
    })
    const event = { kind: 'maintenance-changed', nodeSlug: before.nodeSlug, windowId: input.id } as const
    await appendEvents(transaction, [event])
    return toMaintenanceWire(after)
  })
}
