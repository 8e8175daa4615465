import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import type { Acknowledgement } from '@/prisma/generated/client'

export interface AcknowledgementRecord {
  readonly id: string
  readonly nodeSlug: string
  readonly note: string
  readonly acknowledgedBy: string
  readonly acknowledgedAtMs: number
}

type Access = Database | DatabaseTransaction

export async function findOpenAcknowledgement(
  access: Access,
  nodeSlug: string,
): Promise<AcknowledgementRecord | undefined> {
  const row = await access.acknowledgement.findFirst({
    where: { nodeSlug, endedAt: null },
    orderBy: { acknowledgedAt: 'desc' },
  })
  return row ? toRecord(row) : undefined
}

/** The newest one counts: those before it end. */
export async function replaceAcknowledgement(
  transaction: DatabaseTransaction,
  acknowledgement: {
    readonly nodeSlug: string
    readonly note: string
    readonly acknowledgedBy: string
    readonly acknowledgedAt: Date
  },
): Promise<AcknowledgementRecord> {
  const { nodeSlug, acknowledgedAt } = acknowledgement
  await endAcknowledgements(transaction, nodeSlug, acknowledgedAt)
  return toRecord(await transaction.acknowledgement.create({ data: acknowledgement }))
}

/** A node that recovers no longer needs anybody to have seen its failure: the next one is another. */
export async function endAcknowledgementsOf(
  transaction: DatabaseTransaction,
  transitions: readonly { readonly subject: string; readonly atMs: number; readonly toStatus: string }[],
): Promise<void> {
  for (const { subject, atMs, toStatus } of transitions) {
    if (toStatus !== 'healthy' || !subject.startsWith('node:')) continue
    await endAcknowledgements(transaction, subject.slice('node:'.length), new Date(atMs))
  }
}

async function endAcknowledgements(access: Access, nodeSlug: string, endedAt: Date): Promise<void> {
  await access.acknowledgement.updateMany({ where: { nodeSlug, endedAt: null }, data: { endedAt } })
}

function toRecord(row: Acknowledgement): AcknowledgementRecord {
  const { id, nodeSlug, note, acknowledgedBy } = row
  return { id, nodeSlug, note, acknowledgedBy, acknowledgedAtMs: row.acknowledgedAt.getTime() }
}
