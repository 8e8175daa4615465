import { z } from 'zod'
import { healthStatuses } from '@/lib/core/health/health-state'
import type { HealthChange, Span } from '@/lib/core/health/history'
import type { Database } from '@/lib/server/db/prisma'

const MINUTE_MS = 60_000
const ROLLUP_MS = 5 * MINUTE_MS
const statusSchema = z.enum(healthStatuses)

/** Changes of a node's health in a range, oldest first, with the newest one before it. */
export async function listNodeChanges(
  database: Database,
  nodeSlug: string,
  range: Span,
): Promise<readonly HealthChange[]> {
  const subject = `node:${nodeSlug}`
  const [from, to] = [new Date(range.fromMs), new Date(range.toMs)]
  const [before, within] = await Promise.all([
    database.healthTransition.findFirst({
      where: { subject, at: { lt: from } },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
    }),
    database.healthTransition.findMany({
      where: { subject, at: { gte: from, lte: to } },
      orderBy: [{ at: 'asc' }, { id: 'asc' }],
    }),
  ])
  return [...(before ? [before] : []), ...within].map(({ at, toStatus, reason }) => ({
    atMs: at.getTime(),
    status: statusSchema.parse(toStatus),
    reason,
  }))
}

/** When any probe of a node was observed: to the minute where observations are kept, else to five. */
export async function listObservedSpans(
  database: Database,
  nodeSlug: string,
  range: Span,
): Promise<readonly Span[]> {
  const [from, to] = [new Date(range.fromMs), new Date(range.toMs)]
  const minutes = await database.$queryRaw<{ at: Date }[]>`
    SELECT DISTINCT date_trunc('minute', o."finishedAt") AS at FROM "Observation" o
    JOIN "Probe" p ON p.id = o."probeId"
    WHERE p."nodeSlug" = ${nodeSlug} AND o."finishedAt" BETWEEN ${from} AND ${to}`
  const buckets = await database.$queryRaw<{ at: Date }[]>`
    SELECT DISTINCT r."bucketAt" AS at FROM "ObservationRollup" r JOIN "Probe" p ON p.id = r."probeId"
    WHERE p."nodeSlug" = ${nodeSlug} AND r."bucketAt" BETWEEN ${from} AND ${to}
      AND r."bucketAt" < (SELECT coalesce(min("finishedAt"), 'infinity') FROM "Observation")`
  return [...minutes.map(({ at }) => span(at, MINUTE_MS)), ...buckets.map(({ at }) => span(at, ROLLUP_MS))]
}

/** Five-minute sums of the probes of a node, oldest first. */
export async function listRollups(database: Database, nodeSlug: string, range: Span) {
  const [from, to] = [new Date(range.fromMs), new Date(range.toMs)]
  const rows = await database.$queryRaw<RollupRow[]>`
    SELECT p.slug AS probe, r."bucketAt" AS at, r.healthy, r.degraded, r.down, r.unknown,
      r."durationMsSum"::float8 AS "sumMs", r."durationMsMax"::float8 AS "maxMs"
    FROM "ObservationRollup" r JOIN "Probe" p ON p.id = r."probeId"
    WHERE p."nodeSlug" = ${nodeSlug} AND r."bucketAt" BETWEEN ${from} AND ${to} ORDER BY r."bucketAt", p.slug`
  return rows.map(({ probe, at, sumMs, maxMs, ...counts }) => {
    const total = counts.healthy + counts.degraded + counts.down + counts.unknown
    return { probe, atMs: at.getTime(), counts, meanMs: total === 0 ? 0 : sumMs / total, maxMs }
  })
}

interface RollupRow {
  readonly probe: string
  readonly at: Date
  readonly healthy: number
  readonly degraded: number
  readonly down: number
  readonly unknown: number
  readonly sumMs: number
  readonly maxMs: number
}

function span(at: Date, lengthMs: number): Span {
  return { fromMs: at.getTime(), toMs: at.getTime() + lengthMs }
}

/** The newest change of each node before an instant; nodes that nobody looked at about then are left out. */
export async function listNodeChangesAt(
  database: Database,
  nodeSlugs: readonly string[],
  at: Date,
): Promise<ReadonlyMap<string, HealthChange>> {
  const rows = await database.$queryRaw<{ node: string; at: Date; status: string; reason: string }[]>`
    SELECT wanted.node, newest.at, newest."toStatus" AS status, newest.reason
    FROM unnest(${[...nodeSlugs]}::text[]) AS wanted(node)
    CROSS JOIN LATERAL (
      SELECT t."at", t."toStatus", t."reason" FROM "HealthTransition" t
      WHERE t.subject = 'node:' || wanted.node AND t."at" <= ${at} ORDER BY t."at" DESC, t.id DESC LIMIT 1
    ) newest
    WHERE EXISTS (
      SELECT 1 FROM "Probe" p JOIN "Observation" o ON o."probeId" = p.id
      WHERE p."nodeSlug" = wanted.node AND o."finishedAt" BETWEEN ${at}::timestamptz - interval '90 seconds' AND ${at}
    ) OR EXISTS (
      SELECT 1 FROM "Probe" p JOIN "ObservationRollup" r ON r."probeId" = p.id
      WHERE p."nodeSlug" = wanted.node AND r."bucketAt" BETWEEN ${at}::timestamptz - interval '5 minutes' AND ${at}
    )`
  return new Map(
    rows.map((row) => [
      row.node,
      { atMs: row.at.getTime(), status: statusSchema.parse(row.status), reason: row.reason },
    ]),
  )
}
