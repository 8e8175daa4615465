import type { AcknowledgementWire } from '@/lib/core/api/acknowledgements'
import { actorName } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import { projectTopology } from '@/lib/core/topology/project-topology'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { replaceAcknowledgement } from '@/lib/server/repositories/acknowledgement.repository'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import { currentInventory } from '@/lib/server/services/inventory/current-inventory'
import { getDeclaredNode } from '@/lib/server/services/nodes/get-declared-node'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { loadObserved } from '@/lib/server/services/topology/load-observed'
import { toAcknowledgementWire } from './acknowledgement-wire'

interface Acknowledge {
  readonly slug: string
  readonly note: string
}

/** Throws `conflict` for a node that does not fail: the next failure must not come acknowledged. */
export async function acknowledge(context: ServiceContext, input: Acknowledge): Promise<AcknowledgementWire> {
  requireRole(context, 'operator')
  await refuseUnlessFailing(context, input.slug)
  return inTransaction(context.database, async (transaction) => {
    const record = await replaceAcknowledgement(transaction, {
      nodeSlug: input.slug,
      note: input.note,
      acknowledgedBy: actorName(context.actor),
      acknowledgedAt: new Date(context.clock.nowMs()),
    })
    const after = toAcknowledgementWire(record)
    await recordAudit(transaction, context, {
      action: 'node.acknowledge',
      subject: `node:${input.slug}`,
      after,
    })
    await appendEvents(transaction, [{ kind: 'acknowledgement-changed', nodeSlug: input.slug }])
    return after
  })
}

async function refuseUnlessFailing(context: ServiceContext, slug: string): Promise<void> {
  const { database, clock } = context
  const node = await getDeclaredNode(database, slug)
  if (node.probes.length === 0) {
    throw new AppError('conflict', `${slug} is not probed itself. Acknowledge the nodes that make it fail.`)
  }
  const { inventory } = await currentInventory(database)
  const { nodes } = projectTopology(inventory, await loadObserved(database, clock.nowMs()))
  const measured = nodes.find((view) => view.node.slug === slug)?.measured.status
  if (measured === 'healthy') throw new AppError('conflict', `${slug} is healthy: nothing to acknowledge.`)
}
