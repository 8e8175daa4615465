import { AppError } from '@/lib/core/errors/app-error'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'
import type { MaintenanceWindow } from '@/prisma/generated/client'

export interface MaintenanceRecord {
  readonly id: string
  readonly nodeSlug: string
  readonly startsAtMs: number
  readonly endsAtMs: number
  readonly endedAtMs: number | null
  readonly reason: string
  readonly createdBy: string
  readonly createdAtMs: number
}

interface NewWindow {
  readonly nodeSlug: string
  readonly startsAt: Date
  readonly endsAt: Date
  readonly reason: string
  readonly createdBy: string
  readonly createdAt: Date
}

type Access = Database | DatabaseTransaction
const MOST_LISTED = 500

/** Windows that have not ended; with `isAll` also those that have, newest first. */
export async function listWindows(
  access: Access,
  query: { readonly now: Date; readonly isAll?: boolean; readonly nodeSlug?: string },
): Promise<readonly MaintenanceRecord[]> {
  const rows = await access.maintenanceWindow.findMany({
    where: {
      ...(query.isAll ? {} : { endsAt: { gt: query.now }, endedAt: null }),
      ...(query.nodeSlug === undefined ? {} : { nodeSlug: query.nodeSlug }),
    },
    orderBy: { startsAt: query.isAll ? 'desc' : 'asc' },
    take: MOST_LISTED,
  })
  return rows.map(toRecord)
}

/** Nodes under maintenance at an instant, with the reason given; of several windows the first one's. */
export async function maintenanceAt(access: Access, at: Date): Promise<ReadonlyMap<string, string>> {
  const rows = await access.maintenanceWindow.findMany({
    where: { startsAt: { lte: at }, endsAt: { gt: at }, OR: [{ endedAt: null }, { endedAt: { gt: at } }] },
    orderBy: { startsAt: 'desc' },
  })
  return new Map(rows.map((row) => [row.nodeSlug, row.reason]))
}

export async function insertWindow(access: Access, window: NewWindow): Promise<MaintenanceRecord> {
  return toRecord(await access.maintenanceWindow.create({ data: window }))
}

export async function getWindow(access: Access, id: string): Promise<MaintenanceRecord> {
  const row = await access.maintenanceWindow.findUnique({ where: { id } })
  if (!row) throw new AppError('not-found', 'There is no such maintenance window.')
  return toRecord(row)
}

/** False when it had ended already: of two people who end it at once, one did. */
export async function endWindow(access: Access, id: string, now: Date): Promise<boolean> {
  const where = { id, endedAt: null, endsAt: { gt: now } }
  const { count } = await access.maintenanceWindow.updateMany({ where, data: { endedAt: now } })
  return count === 1
}

function toRecord(row: MaintenanceWindow): MaintenanceRecord {
  const { id, nodeSlug, reason, createdBy } = row
  return {
    id,
    nodeSlug,
    startsAtMs: row.startsAt.getTime(),
    endsAtMs: row.endsAt.getTime(),
    endedAtMs: row.endedAt?.getTime() ?? null,
    reason,
    createdBy,
    createdAtMs: row.createdAt.getTime(),
  }
}

/** Windows of a node that lie in a range or reach into it, as they really were, the first one first. */
export async function listWindowsWithin(
  access: Access,
  nodeSlug: string,
  range: { readonly fromMs: number; readonly toMs: number },
) {
  const rows = await access.maintenanceWindow.findMany({
    where: { nodeSlug, startsAt: { lt: new Date(range.toMs) }, endsAt: { gt: new Date(range.fromMs) } },
    orderBy: { startsAt: 'asc' },
  })
  return rows.map(({ startsAt, endsAt, endedAt, reason }) => ({
    fromMs: startsAt.getTime(),
    toMs: Math.min(endsAt.getTime(), endedAt?.getTime() ?? Number.POSITIVE_INFINITY),
    reason,
  }))
}
