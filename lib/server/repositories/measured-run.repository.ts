import type { Database } from '@/lib/server/db/prisma'

export interface MeasuredRun {
  readonly run: number
  readonly seconds: number
  readonly by: string
  readonly atMs: number
}

/** By runbook: its newest drill or run for real that succeeded, with how long it took from start to end. */
export async function listMeasuredRuns(database: Database): Promise<ReadonlyMap<string, MeasuredRun>> {
  const rows = await database.run.findMany({
    where: { status: 'succeeded', mode: { in: ['drill', 'live'] }, endedAt: { not: null } },
    orderBy: { number: 'desc' },
    distinct: ['runbookId'],
    select: { runbookId: true, number: true, startedBy: true, startedAt: true, endedAt: true },
  })
  return new Map(
    rows.flatMap(({ runbookId, number, startedBy, startedAt, endedAt }) => {
      if (endedAt === null) return []
      const seconds = Math.round((endedAt.getTime() - startedAt.getTime()) / 1_000)
      return [[runbookId, { run: number, seconds, by: startedBy, atMs: endedAt.getTime() }] as const]
    }),
  )
}
