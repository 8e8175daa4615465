import type { z } from 'zod'
import type { putLayout as endpoint, LayoutWire } from '@/lib/core/api/layouts'
import { actorName } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import { releasePositions, savePositions } from '@/lib/server/repositories/layout.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { getDeclaredView, readLayout } from './get-layout'

type PutLayout = { readonly view: string } & z.output<typeof endpoint.body>

/** Moves nodes for everybody. Where a card stands changes nothing in the estate, so it is not audited. */
export async function putLayout(context: ServiceContext, input: PutLayout): Promise<LayoutWire> {
  requireRole(context, 'operator')
  const { view, moved, released } = input
  const { nodes } = await getDeclaredView(context.database, view)
  const unknown = moved.find(({ node }) => !nodes.has(node))
  if (unknown) throw new AppError('not-found', `The inventory has no node ${unknown.node}.`)
  const by = { movedBy: actorName(context.actor), movedAt: new Date(context.clock.nowMs()) }
  return inTransaction(context.database, async (transaction) => {
    await releasePositions(transaction, view, released)
    await savePositions(transaction, view, lastOfEach(moved), by)
    await appendEvents(transaction, [{ kind: 'layout-changed', view }])
    return readLayout(transaction, view)
  })
}

function lastOfEach<Moved extends { readonly node: string }>(moved: readonly Moved[]): readonly Moved[] {
  return [...new Map(moved.map((one) => [one.node, one])).values()]
}
