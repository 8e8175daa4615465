import type { z } from 'zod'
import type { planMaintenance as endpoint, MaintenanceWire } from '@/lib/core/api/maintenance'
import { actorName } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import { insertWindow } from '@/lib/server/repositories/maintenance.repository'
import { getDeclaredNode } from '@/lib/server/services/nodes/get-declared-node'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { toMaintenanceWire } from './maintenance-wire'

/** A window that hides failures must end by itself within a time that people remember. */
const LONGEST_MS = 30 * 86_400_000

export async function planMaintenance(
  context: ServiceContext,
  input: z.output<typeof endpoint.body>,
): Promise<MaintenanceWire> {
  requireRole(context, 'operator')
  await getDeclaredNode(context.database, input.node)
  const now = new Date(context.clock.nowMs())
  const startsAt = input.startsAt === undefined ? now : new Date(input.startsAt)
  const endsAt = new Date(input.endsAt)
  refuseOddTimes({ now, startsAt, endsAt })
  return inTransaction(context.database, async (transaction) => {
    const createdBy = actorName(context.actor)
    const { node: nodeSlug, reason } = input
    const window = await insertWindow(transaction, {
      nodeSlug,
      startsAt,
      endsAt,
      reason,
      createdBy,
      createdAt: now,
    })
    const after = toMaintenanceWire(window)
    await recordAudit(transaction, context, {
      action: 'maintenance.plan',
      subject: `node:${nodeSlug}`,
      after,
    })
    await appendEvents(transaction, [{ kind: 'maintenance-changed', nodeSlug, windowId: window.id }])
    return after
  })
}

function refuseOddTimes({ now, startsAt, endsAt }: { now: Date; startsAt: Date; endsAt: Date }): void {
  if (endsAt <= startsAt || endsAt <= now) throw wrongEnd('It must end after it starts, and after now.')
  if (endsAt.getTime() - startsAt.getTime() > LONGEST_MS) throw wrongEnd('It may last 30 days at most.')
}

function wrongEnd(message: string): AppError {
  return new AppError('bad-input', message, { problems: [{ path: 'endsAt', message }] })
}
