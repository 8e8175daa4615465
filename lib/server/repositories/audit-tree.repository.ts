import type { AuditLeaf } from '@/lib/server/audit/audit-leaf'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import type { AuditCheckpoint } from '@/prisma/generated/client'
import { toAuditLeaf } from './audit.repository'

type Access = Database | DatabaseTransaction

/** Any number; held while a checkpoint is made, so that workers do not make two. */
const CHECKPOINT_LOCK = 7_265_384

export interface StoredCheckpoint {
  readonly size: number
  readonly at: Date
  readonly rootHash: string
  readonly note: string
  readonly verifierKey: string
}

export async function lockCheckpoints(transaction: DatabaseTransaction): Promise<void> {
  await transaction.$executeRaw`SELECT pg_advisory_xact_lock(${CHECKPOINT_LOCK})`
}

/** The hashes of the first `size` leaves, or of all, in the order of the tree. */
export async function listLeafHashes(access: Access, size?: number): Promise<readonly Buffer[]> {
  const rows = await access.auditEntry.findMany({
    where: { seq: size === undefined ? { not: null } : { lte: size } },
    orderBy: { seq: 'asc' },
    select: { leafHash: true },
  })
  return rows.map(({ leafHash }) => Buffer.from(leafHash ?? '', 'hex'))
}

export async function countLeaves(access: Access): Promise<number> {
  const newest = await access.auditEntry.aggregate({ _max: { seq: true } })
  return newest._max.seq ?? 0
}

export async function findLeaf(access: Access, seq: number): Promise<AuditLeaf | undefined> {
  const row = await access.auditEntry.findUnique({ where: { seq } })
  return row ? toAuditLeaf({ ...row, seq }) : undefined
}

/** In the order of the tree, after the given place. */
export async function listLeaves(
  access: Access,
  after: number,
  limit: number,
): Promise<readonly AuditLeaf[]> {
  const rows = await access.auditEntry.findMany({
    where: { seq: { gt: after } },
    orderBy: { seq: 'asc' },
    take: limit,
  })
  return rows.flatMap((row) => (row.seq === null ? [] : [toAuditLeaf({ ...row, seq: row.seq })]))
}

/** As `listLeaves`, each with the hash that was stored when it was written. */
export async function listSealedLeaves(access: Access, after: number, limit: number) {
  const rows = await access.auditEntry.findMany({
    where: { seq: { gt: after } },
    orderBy: { seq: 'asc' },
    take: limit,
  })
  return rows.flatMap((row) =>
    row.seq === null ? [] : [{ leaf: toAuditLeaf({ ...row, seq: row.seq }), hash: row.leafHash ?? '' }],
  )
}

export async function findNewestCheckpoint(access: Access): Promise<StoredCheckpoint | undefined> {
  const row = await access.auditCheckpoint.findFirst({ orderBy: { id: 'desc' } })
  return row ? toStored(row) : undefined
}

/** Oldest first. */
export async function listCheckpoints(access: Access): Promise<readonly StoredCheckpoint[]> {
  return (await access.auditCheckpoint.findMany({ orderBy: { id: 'asc' } })).map(toStored)
}

export async function insertCheckpoint(access: Access, checkpoint: StoredCheckpoint): Promise<void> {
  await access.auditCheckpoint.create({ data: checkpoint })
}

function toStored({ size, at, rootHash, note, verifierKey }: AuditCheckpoint): StoredCheckpoint {
  return { size, at, rootHash, note, verifierKey }
}
