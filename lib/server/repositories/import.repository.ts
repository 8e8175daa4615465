import { AppError } from '@/lib/core/errors/app-error'
import { type ImportSummary, importSummarySchema } from '@/lib/core/imports/import-summary'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'

export interface ImportRecord {
  readonly id: string
  readonly atMs: number
  readonly actor: string
  readonly kind: string
  readonly file: string
  readonly contentHash: string
  readonly sizeBytes: number
  readonly vantage: string | null
  readonly node: string | null
  readonly summary: ImportSummary
  readonly auditSubject: string
}

/** `content` is the file, compressed. */
export async function insertImport(
  transaction: DatabaseTransaction,
  { atMs, ...record }: ImportRecord & { readonly content: Uint8Array<ArrayBuffer> },
): Promise<void> {
  await transaction.import.create({ data: { ...record, summary: { ...record.summary }, at: new Date(atMs) } })
}

/** Newest first. */
export async function listImportRecords(database: Database, limit: number): Promise<readonly ImportRecord[]> {
  const rows = await database.import.findMany({
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: limit,
    omit: { content: true },
  })
  return rows.map(({ at, summary, ...row }) => ({
    ...row,
    atMs: at.getTime(),
    summary: importSummarySchema.parse(summary),
  }))
}

/** The compressed file with its name. Throws `not-found`. */
export async function getImportContent(database: Database, id: string) {
  const row = await database.import.findUnique({ where: { id }, select: { file: true, content: true } })
  if (row) return row
  throw new AppError('not-found', 'There is no such import.')
}
