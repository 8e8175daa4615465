import type { Database } from '@/lib/server/db/prisma'

export interface AuditQuery {
  /** Entries with a smaller id. */
  readonly before?: number | undefined
  readonly limit: number
  readonly actor?: string | undefined
  readonly action?: string | undefined
  readonly subject?: string | undefined
}

/** Newest first. Pages by id, so that entries which come meanwhile move nothing. */
export async function listAuditEntries(database: Database, query: AuditQuery) {
  const { before, limit, actor, action, subject } = query
  const rows = await database.auditEntry.findMany({
    where: {
      ...(before === undefined ? {} : { id: { lt: before } }),
      ...(actor === undefined ? {} : { actor }),
      ...(action === undefined ? {} : { action }),
      ...(subject === undefined ? {} : { subject }),
    },
    orderBy: { id: 'desc' },
    take: limit,
  })
  return rows.map(({ id, ...row }) => ({ ...row, id: Number(id) }))
}

interface EntrySince {
  readonly actor: string
  readonly action: string
  readonly subject: string
  readonly since: Date
}

export async function hasEntrySince(database: Database, { since, ...entry }: EntrySince): Promise<boolean> {
  const found = await database.auditEntry.findFirst({
    where: { ...entry, at: { gte: since } },
    select: { id: true },
  })
  return found !== null
}
