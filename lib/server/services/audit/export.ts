import { inTransaction } from '@/lib/server/db/in-transaction'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { listCheckpoints, listLeaves } from '@/lib/server/repositories/audit-tree.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'

const PAGE = 1_000

/** Every entry and every checkpoint, a JSON object a line, for `npm run audit -- verify`. Taking it is audited. */
export async function* exportAudit(context: ServiceContext): AsyncGenerator<string> {
  requireRole(context, 'auditor')
  const { database } = context
  await inTransaction(database, (transaction) =>
    recordAudit(transaction, context, { action: 'audit.export', subject: 'audit' }),
  )
  const checkpoints = await listCheckpoints(database)
  let after = 0
  for (;;) {
    const leaves = await listLeaves(database, after, PAGE)
    for (const entry of leaves) yield `${JSON.stringify({ type: 'entry', entry })}\n`
    after = leaves.at(-1)?.seq ?? after
    if (leaves.length < PAGE) break
  }
  for (const { note, verifierKey } of checkpoints) {
    yield `${JSON.stringify({ type: 'checkpoint', note, verifierKey })}\n`
  }
}
