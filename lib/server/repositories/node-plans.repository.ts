import type { Database } from '@/lib/server/db/prisma'
import type { Acknowledgement, MaintenanceWindow } from '@/prisma/generated/client'

/** Maintenance of a node that is not over, and who works on its failure, if anybody. */
export async function findNodePlans(
  database: Database,
  nodeSlug: string,
  now: Date,
): Promise<{
  readonly maintenance: readonly MaintenanceWindow[]
  readonly acknowledgement: Acknowledgement | null
}> {
  const [maintenance, acknowledgement] = await Promise.all([
    database.maintenanceWindow.findMany({
      where: { nodeSlug, endedAt: null, endsAt: { gt: now } },
      orderBy: { startsAt: 'asc' },
    }),
    database.acknowledgement.findFirst({
      where: { nodeSlug, endedAt: null },
      orderBy: { acknowledgedAt: 'desc' },
    }),
  ])
  return { maintenance, acknowledgement }
}
