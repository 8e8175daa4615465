import type { z } from 'zod'
import { type AuditEntryWire, auditEntryWireSchema, type listAudit as endpoint } from '@/lib/core/api/audit'
import { listAuditEntries } from '@/lib/server/repositories/audit-list.repository'
import { requireRole, type ServiceContext } from '@/lib/server/services/service-context'
import { recordReading } from './record-reading'

interface AuditPage {
  readonly entries: AuditEntryWire[]
  /** Null on the last page. */
  readonly nextBefore: number | null
}

export async function listAudit(
  context: ServiceContext,
  query: z.output<typeof endpoint.query>,
): Promise<AuditPage> {
  requireRole(context, 'auditor')
  await recordReading(context)
  const rows = await listAuditEntries(context.database, { ...query, limit: query.limit + 1 })
  const entries = rows
    .slice(0, query.limit)
    .map((row) => auditEntryWireSchema.parse({ ...row, at: row.at.toISOString() }))
  const nextBefore = rows.length > query.limit ? (entries.at(-1)?.id ?? null) : null
  return { entries, nextBefore }
}
