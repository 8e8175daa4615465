import { type ProbePolicy, probePolicySchema } from '@/lib/core/health/health-state'
import { canonicalJson } from '@/lib/core/inventory/canonical-json'
import { type Inventory, inventorySchema } from '@/lib/core/inventory/inventory'
import type { FactKind } from '@/lib/core/observed/fact'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import type { InventoryRevision, Prisma } from '@/prisma/generated/client'
import { forgetFactSets } from './fact.repository'

/** Any number; held while an inventory is put in force, so that two do not mix. */
const INVENTORY_LOCK = 7_265_383

/** Who put an inventory in force, when and why. */
export interface RevisionSummary {
  readonly revision: number
  readonly appliedAt: Date
  readonly actor: string
  readonly message: string
  readonly contentHash: string
}

export interface StoredRevision extends RevisionSummary {
  readonly inventory: Inventory
}

/** From here to the end of the transaction nobody else changes the inventory. */
export async function lockInventory(transaction: DatabaseTransaction): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${INVENTORY_LOCK})`
}

/** The newest revision, which is the one in force; undefined before the first. */
export async function findCurrentRevision(
  database: Database | DatabaseTransaction,
): Promise<StoredRevision | undefined> {
  const row = await database.inventoryRevision.findFirst({ orderBy: { id: 'desc' } })
  return row ? toStoredRevision(row) : undefined
}

/** The number of the revision in force, 0 before the first; far cheaper than the revision itself. */
export async function currentRevisionNumber(database: Database | DatabaseTransaction): Promise<number> {
  const newest = await database.inventoryRevision.aggregate({ _max: { id: true } })
  return newest._max.id ?? 0
}

export async function findRevision(
  database: Database | DatabaseTransaction,
  revision: number,
): Promise<StoredRevision | undefined> {
  const row = await database.inventoryRevision.findUnique({ where: { id: revision } })
  return row ? toStoredRevision(row) : undefined
}

/** The revision that was in force at an instant; undefined before the first. */
export async function findRevisionAt(database: Database, at: Date): Promise<StoredRevision | undefined> {
  const row = await database.inventoryRevision.findFirst({
    where: { createdAt: { lte: at } },
    orderBy: { id: 'desc' },
  })
  return row ? toStoredRevision(row) : undefined
}

/** Newest first. */
export async function listRevisions(database: Database, limit: number): Promise<readonly RevisionSummary[]> {
  const rows = await database.inventoryRevision.findMany({
    orderBy: { id: 'desc' },
    take: limit,
    omit: { document: true },
  })
  return rows.map(toSummary)
}

export interface NewRevision {
  readonly inventory: Inventory
  readonly contentHash: string
  readonly actor: string
  readonly message: string
  readonly at: Date
}

export async function insertRevision(
  transaction: DatabaseTransaction,
  { inventory, at, ...rest }: NewRevision,
): Promise<number> {
  const data = { ...rest, createdAt: at, document: asJson(inventory) }
  const row = await transaction.inventoryRevision.create({ data, select: { id: true } })
  return row.id
}

interface ProbeFields {
  readonly slug: string
  readonly nodeSlug: string
  readonly kind: string
  readonly settings: Readonly<Record<string, unknown>>
  readonly policy: ProbePolicy
}

/**
 * Makes the probe rows those of the inventory. A probe keeps its id while its slug lives. What was observed
 * under another kind or other settings, or before the probe was removed, says nothing of it and is forgotten,
 * its facts too: returned are the kinds of those.
 */
export async function syncProbes(
  transaction: DatabaseTransaction,
  inventory: Inventory,
  at: Date,
): Promise<readonly FactKind[]> {
  const wanted = probeFieldsOf(inventory)
  const rows = new Map((await transaction.probe.findMany()).map((row) => [row.slug, row]))
  const isSame = (probe: ProbeFields, part: 'settings' | 'policy') =>
    canonicalJson(rows.get(probe.slug)?.[part]) === canonicalJson(probe[part])
  await transaction.probe.createMany({
    data: wanted.filter((probe) => !rows.has(probe.slug)).map(toColumns),
  })
  const forgotten: string[] = []
  for (const probe of wanted) {
    const row = rows.get(probe.slug)
    if (row === undefined) continue
    const isOther = row.removedAt !== null || row.kind !== probe.kind || !isSame(probe, 'settings')
    if (!isOther && isSame(probe, 'policy')) continue
    await transaction.probe.update({ where: { id: row.id }, data: { ...toColumns(probe), removedAt: null } })
    if (isOther) await transaction.probeState.deleteMany({ where: { probeId: row.id } })
    if (isOther) forgotten.push(row.slug)
  }
  const slugs = wanted.map((probe) => probe.slug)
  const kept = new Set(slugs)
  const removed = [...rows.values()].filter((row) => row.removedAt === null && !kept.has(row.slug))
  await transaction.probe.updateMany({
    where: { slug: { notIn: slugs }, removedAt: null },
    data: { removedAt: at },
  })
  return forgetFactSets(transaction, [...forgotten, ...removed.map((row) => row.slug)], at.getTime())
}

function probeFieldsOf(inventory: Inventory): readonly ProbeFields[] {
  return inventory.nodes.flatMap((node) =>
    node.probes.map((probe) => ({
      slug: `${node.slug}/${probe.key}`,
      nodeSlug: node.slug,
      kind: probe.kind,
      settings: probe.settings,
      policy: probePolicySchema.parse(probe.policy),
    })),
  )
}

function toColumns(probe: ProbeFields) {
  return { ...probe, settings: asJson(probe.settings), policy: asJson(probe.policy) }
}

function toStoredRevision(row: InventoryRevision): StoredRevision {
  return { ...toSummary(row), inventory: inventorySchema.parse(row.document) }
}

function toSummary(row: Omit<InventoryRevision, 'document'>): RevisionSummary {
  const { id, createdAt, actor, message, contentHash } = row
  return { revision: id, appliedAt: createdAt, actor, message, contentHash }
}

/** Inventories come from YAML or JSON, so they hold nothing else; Prisma's type cannot see that. */
function asJson(value: object): Prisma.InputJsonValue {
  return value as Prisma.InputJsonValue
}
