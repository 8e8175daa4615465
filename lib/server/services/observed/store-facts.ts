import type { FactBody, FactKind, FactSet } from '@/lib/core/observed/fact'
import { inTransaction } from '@/lib/server/db/in-transaction'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import { storeFactSets } from '@/lib/server/repositories/fact.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

export interface StoreFacts extends FactSet {
  readonly facts: readonly FactBody[]
}

export interface StoredFacts {
  readonly facts: number
  /** Of which something is different now. */
  readonly changedKinds: readonly FactKind[]
}

/** Takes what an import says in, whole or not at all. What it said under the same name before is replaced. */
export async function storeFacts(context: ServiceContext, input: StoreFacts): Promise<StoredFacts> {
  requireRole(context, 'operator')
  return inTransaction(context.database, async (transaction) => {
    const changedKinds = await storeFactSets(transaction, [input])
    await recordAudit(transaction, context, {
      action: 'facts.store',
      subject: `facts/${input.name}`,
      after: { setBy: input.setBy, source: input.source, vantage: input.vantage, facts: input.facts.length },
    })
    if (changedKinds.length > 0)
      await appendEvents(transaction, [{ kind: 'facts-changed', kinds: changedKinds }])
    return { facts: input.facts.length, changedKinds }
  })
}
