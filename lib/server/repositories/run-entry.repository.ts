import type { NewEntry, RunEntryRecord } from '@/lib/core/runbooks/journal'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import type { RunEntry } from '@/prisma/generated/client'

/** The time line of a run, oldest first. */
export async function listRunEntries(
  access: Database | DatabaseTransaction,
  runId: string,
): Promise<readonly RunEntryRecord[]> {
  const rows = await access.runEntry.findMany({ where: { runId }, orderBy: { id: 'asc' } })
  return rows.map(toRecord)
}

interface WrittenBy {
  readonly runId: string
  readonly actor: string
  readonly atMs: number
}

export async function insertRunEntries(
  access: Database | DatabaseTransaction,
  { runId, actor, atMs }: WrittenBy,
  entries: readonly NewEntry[],
): Promise<readonly RunEntryRecord[]> {
  const data = entries.map((entry) => ({ ...entry, runId, actor, at: new Date(atMs) }))
  return (await access.runEntry.createManyAndReturn({ data })).map(toRecord)
}

function toRecord({ id, at, actor, kind, stepKey, text }: RunEntry): RunEntryRecord {
  return { id: Number(id), atMs: at.getTime(), actor, kind, stepKey, text }
}
