import type { AuditCheckpointWire, AuditConsistencyWire, AuditProofWire } from '@/lib/core/api/audit-proof'
import { AppError } from '@/lib/core/errors/app-error'
import { consistencyProof, inclusionProof, treeRoot } from '@/lib/server/audit/merkle-tree'
import {
  countLeaves,
  findLeaf,
  findNewestCheckpoint,
  listLeafHashes,
  type StoredCheckpoint,
} from '@/lib/server/repositories/audit-tree.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { recordReading } from './record-reading'

/** The newest signed word on the audit log. Keep it elsewhere. */
export async function readCheckpoint(context: ServiceContext): Promise<AuditCheckpointWire> {
  requireRole(context, 'auditor')
  const [checkpoint, entries] = await Promise.all([newest(context), countLeaves(context.database)])
  return { ...toWire(checkpoint), entries }
}

/** That one entry stands in the tree of the newest checkpoint. */
export async function proveEntry(context: ServiceContext, seq: number): Promise<AuditProofWire> {
  requireRole(context, 'auditor')
  await recordReading(context)
  const { database } = context
  const checkpoint = await newest(context)
  const entry = await findLeaf(database, seq)
  if (!entry) throw new AppError('not-found', `There is no audit entry ${seq}.`)
  if (seq > checkpoint.size)
    throw new AppError('conflict', `Entry ${seq} is newer than the newest checkpoint.`)
  const leaves = await listLeafHashes(database, checkpoint.size)
  return {
    entry,
    leafHash: (leaves[seq - 1] ?? Buffer.alloc(0)).toString('base64'),
    index: seq - 1,
    proof: inclusionProof(leaves, seq - 1).map((hash) => hash.toString('base64')),
    checkpoint: toWire(checkpoint),
  }
}

/** That a tree which somebody holds a checkpoint of is the beginning of the newest one. */
export async function proveConsistency(context: ServiceContext, from: number): Promise<AuditConsistencyWire> {
  requireRole(context, 'auditor')
  const checkpoint = await newest(context)
  if (from > checkpoint.size) {
    throw new AppError(
      'conflict',
      `The newest checkpoint is of ${checkpoint.size} entries, fewer than ${from}.`,
    )
  }
  const leaves = await listLeafHashes(context.database, checkpoint.size)
  return {
    from,
    fromRootHash: treeRoot(leaves.slice(0, from)).toString('base64'),
    proof: consistencyProof(leaves, from).map((hash) => hash.toString('base64')),
    checkpoint: toWire(checkpoint),
  }
}

async function newest({ database }: ServiceContext): Promise<StoredCheckpoint> {
  const checkpoint = await findNewestCheckpoint(database)
  if (checkpoint) return checkpoint
  throw new AppError('not-found', 'No checkpoint was made yet. A worker makes the first within a minute.')
}

function toWire({
  size,
  at,
  rootHash,
  note,
  verifierKey,
}: StoredCheckpoint): Omit<AuditCheckpointWire, 'entries'> {
  return {
    size,
    at: at.toISOString(),
    rootHash: Buffer.from(rootHash, 'hex').toString('base64'),
    note,
    verifierKey,
  }
}
