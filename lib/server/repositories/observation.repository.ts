import { type ProbePolicy, verdictStatuses } from '@/lib/core/health/health-state'
import type { LastHealthy, ProbeOfNode } from '@/lib/core/runbooks/action-definition'
import type { Database, DatabaseTransaction } from '@/lib/server/db/prisma'

export interface ObservationRow {
  readonly probeId: number
  readonly finishedAtMs: number
  readonly durationMs: number
  /** Index into `verdictStatuses`. */
  readonly status: number
  readonly reason: string | null
  readonly kept?: number | null
}

export interface ProbeStateRow {
  readonly probeId: number
  /** One more than the version that the writer read; 1 when it found none. */
  readonly version: number
  readonly observedAtMs: number
  readonly validUntilMs: number
  /** JSON texts; evidence or figures that have not changed since this writer stored them are null. */
  readonly health: string
  readonly evidence: string | null
  readonly figures: string | null
}

/** Executes SQL with parameters: a database or a transaction of it. */
type Executor = Pick<DatabaseTransaction, '$queryRawUnsafe'>

const STORE = `
WITH observed AS (
  INSERT INTO "Observation" ("probeId", "finishedAt", "durationMs", "status", "reason", "kept")
  SELECT o.id, to_timestamp(o.at / 1000), o.duration, o.status, o.reason, o.kept
  FROM unnest($1::int[], $2::float8[], $3::int[], $4::smallint[], $5::text[], $14::real[])
    AS o(id, at, duration, status, reason, kept)
  ON CONFLICT DO NOTHING
)
INSERT INTO "ProbeState" AS known
  ("probeId", "version", "workerId", "observedAt", "validUntil", "health", "evidence", "figures")
SELECT s.id, s.version, $6, to_timestamp(s.observed / 1000), to_timestamp(s.valid / 1000),
  s.health::jsonb, coalesce(s.evidence, 'null')::jsonb, coalesce(s.figures, 'null')::jsonb
FROM unnest($7::int[], $8::int[], $9::float8[], $10::float8[], $11::text[], $12::text[], $13::text[])
  AS s(id, version, observed, valid, health, evidence, figures)
WHERE s.version = 1 OR EXISTS (SELECT FROM "ProbeState" there WHERE there."probeId" = s.id)
ON CONFLICT ("probeId") DO UPDATE SET
  "version" = EXCLUDED."version", "workerId" = EXCLUDED."workerId",
  "observedAt" = EXCLUDED."observedAt", "validUntil" = EXCLUDED."validUntil", "health" = EXCLUDED."health",
  "evidence" = CASE WHEN EXCLUDED."evidence" = 'null' THEN known."evidence" ELSE EXCLUDED."evidence" END,
  "figures" = CASE WHEN EXCLUDED."figures" = 'null' THEN known."figures" ELSE EXCLUDED."figures" END
WHERE known."version" = EXCLUDED."version" - 1
RETURNING "probeId"`

/**
 * Stores observations and the states after them in one statement. Returns the probes whose state was stored;
 * of the others another writer has stored a newer version, or removed it, meanwhile. Observations stored before are kept.
 */
export async function storeObservations(
  executor: Executor,
  workerId: string,
  observations: readonly ObservationRow[],
  states: readonly ProbeStateRow[],
): Promise<ReadonlySet<number>> {
  const rows = await executor.$queryRawUnsafe<{ probeId: number }[]>(
    STORE,
    observations.map((row) => row.probeId),
    observations.map((row) => row.finishedAtMs),
    observations.map((row) => row.durationMs),
    observations.map((row) => row.status),
    observations.map((row) => row.reason),
    workerId,
    states.map((row) => row.probeId),
    states.map((row) => row.version),
    states.map((row) => row.observedAtMs),
    states.map((row) => row.validUntilMs),
    states.map((row) => row.health),
    states.map((row) => row.evidence),
    states.map((row) => row.figures),
    observations.map((row) => row.kept ?? null),
  )
  return new Set(rows.map((row) => row.probeId))
}

const LAST_HEALTHY = 10

/** The newest first; none when none is kept: raw observations are for a day. */
export async function lastHealthyObservations(
  database: Database,
  { nodeSlug, kind }: ProbeOfNode,
): Promise<readonly LastHealthy[]> {
  const healthy = verdictStatuses.indexOf('healthy')
  const rows = await database.$queryRaw<HealthyRow[]>`
    SELECT o."finishedAt", o."durationMs", o."kept", p."settings", p."policy" FROM "Probe" p
    JOIN "Observation" o ON o."probeId" = p."id"
    WHERE p."nodeSlug" = ${nodeSlug} AND p."kind" = ${kind} AND p."removedAt" IS NULL AND o."status" = ${healthy}
    ORDER BY o."finishedAt" DESC LIMIT ${LAST_HEALTHY}`
  return rows.map(({ finishedAt, durationMs, kept, settings, policy }) => ({
    startedAtMs: finishedAt.getTime() - durationMs,
    intervalSeconds: policy.intervalSeconds,
    settings,
    kept,
  }))
}

interface HealthyRow {
  readonly finishedAt: Date
  readonly durationMs: number
  readonly kept: number | null
  readonly settings: unknown
  readonly policy: Pick<ProbePolicy, 'intervalSeconds'>
}
