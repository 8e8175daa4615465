import { randomUUID } from 'node:crypto'
import { gzipSync } from 'node:zlib'
import type { ImportWire } from '@/lib/core/api/imports'
import { actorName } from '@/lib/core/auth/role'
import { AppError } from '@/lib/core/errors/app-error'
import { inTransaction } from '@/lib/server/db/in-transaction'
import type { DatabaseTransaction } from '@/lib/server/db/prisma'
import { recordAudit } from '@/lib/server/repositories/audit.repository'
import { appendEvents } from '@/lib/server/repositories/event.repository'
import { storeFactSets } from '@/lib/server/repositories/fact.repository'
import { type ImportRecord, insertImport } from '@/lib/server/repositories/import.repository'
import { lockInventory } from '@/lib/server/repositories/inventory.repository'
import { putInForce } from '@/lib/server/services/inventory/put-in-force'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { toImportWire } from './import-wire'
import { type ImportPlan, type PlannedFile, planFile } from './plan-file'
import { countChanges } from './preview'
import type { ImportFile } from './read-file'

export interface ApplyImport extends ImportFile {
  /** The hash of the plan that was shown. */
  readonly plan: string
  readonly message?: string | undefined
}

/** Imports a file as it was planned: the facts or the revision, the file itself, one audit entry; or nothing. */
export async function applyImport(context: ServiceContext, input: ApplyImport): Promise<ImportWire> {
  requireRole(context, 'operator')
  return inTransaction(context.database, async (transaction) => {
    await lockInventory(transaction)
    const file = await planFile(context, input, transaction)
    const plan = plannedAsShown(file, input)
    const record = recordOf(context, input, file, plan)
    await insertImport(transaction, { ...record, content: gzipSync(input.bytes) })
    if (plan.type === 'facts') await storeFacts(context, transaction, record, plan)
    else await storeInventory(context, transaction, { record, plan, input })
    return toImportWire(record)
  })
}

function plannedAsShown({ plan, needs, reading }: PlannedFile, input: ApplyImport): ImportPlan {
  if (needs.length > 0) throw new AppError('bad-input', `Say its ${needs.join(' and ')}.`)
  if (plan === null) {
    const [first] = reading.notUnderstood
    throw new AppError(
      'bad-input',
      `${input.file} cannot be taken over: ${first ? `line ${first.line}: ${first.reason}` : 'it says nothing'}.`,
    )
  }
  if (plan.hash === input.plan) return plan
  throw new AppError('conflict', 'What it would change is no longer what was shown. Look at the plan again.')
}

function recordOf(
  context: ServiceContext,
  input: ApplyImport,
  { importer, reading, contentHash }: PlannedFile,
  plan: ImportPlan,
): ImportRecord {
  const id = randomUUID()
  const isFacts = plan.type === 'facts'
  const counts = isFacts ? countChanges(plan.plan.changes) : plan.plan
  return {
    id,
    atMs: context.clock.nowMs(),
    actor: actorName(context.actor),
    kind: importer.kind,
    file: input.file,
    contentHash,
    sizeBytes: input.bytes.length,
    vantage: isFacts ? plan.set.vantage : null,
    node: isFacts ? plan.node : null,
    summary: {
      understood: reading.understood.length,
      notUnderstood: reading.notUnderstood.length,
      added: counts.added,
      changed: counts.changed,
      removed: counts.removed,
    },
    auditSubject: isFacts ? `import/${id}` : `inventory/${plan.inventory.estate.slug}`,
  }
}

async function storeFacts(
  context: ServiceContext,
  transaction: DatabaseTransaction,
  record: ImportRecord,
  { set, plan }: Extract<ImportPlan, { type: 'facts' }>,
): Promise<void> {
  const kinds = await storeFactSets(transaction, [{ ...set, facts: plan.facts }])
  await recordAudit(transaction, context, {
    action: 'import.apply',
    subject: record.auditSubject,
    after: { ...auditedImport(record), set: set.name, observedAt: new Date(set.observedAtMs).toISOString() },
  })
  if (kinds.length > 0) await appendEvents(transaction, [{ kind: 'facts-changed', kinds }])
}

interface InventoryImport {
  readonly record: ImportRecord
  readonly plan: Extract<ImportPlan, { type: 'inventory' }>
  readonly input: ApplyImport
}

async function storeInventory(
  context: ServiceContext,
  transaction: DatabaseTransaction,
  { record, plan, input }: InventoryImport,
): Promise<void> {
  const { inventory, baseRevision } = plan
  const message = input.message || `import ${input.file}`
  const done = await putInForce(transaction, context, {
    inventory,
    baseRevision,
    message,
    from: auditedImport(record),
  })
  if (!done.isChanged) throw new AppError('conflict', 'The inventory says all of this already.')
}

function auditedImport({ id, kind, file, contentHash, sizeBytes, vantage, node, summary }: ImportRecord) {
  return { import: id, kind, file, fileHash: contentHash, sizeBytes, vantage, node, ...summary }
}
