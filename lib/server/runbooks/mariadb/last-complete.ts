import { z } from 'zod'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { latestComplete, type Seen } from '@/lib/core/runbooks/mariadb/recovery-point'
import { withMariadb } from '@/lib/server/connectors/mariadb/server'
import type { MariadbCluster } from '@/lib/server/connectors/mariadb.connector'
import { mariadbReplicationProbe } from '@/lib/server/probes/mariadb-replication.probe'
import { reasonOf } from './ask-servers'

/** A table into which the application writes the time again and again. */
export const heartbeatSchema = z.strictObject({
  table: z.string().regex(/^[a-z_]+\.[a-z_]+$/),
  column: z.string().regex(/^[a-z_]+$/),
})
type Heartbeat = z.infer<typeof heartbeatSchema>

interface Asked {
  readonly cluster: MariadbCluster
  readonly heartbeat: Heartbeat | undefined
}

/** Until when a replica is known to have all that its primary wrote; null when nothing tells. */
export async function lastComplete(
  replica: string,
  { cluster, heartbeat }: Asked,
  context: ActionContext,
): Promise<Seen | null> {
  const [looks, beat] = await Promise.all([
    looksAt(replica, context),
    heartbeat ? lastBeat(cluster, replica, { heartbeat, context }) : null,
  ])
  return latestComplete([...looks, ...(beat ? [beat] : [])])
}

async function looksAt(nodeSlug: string, context: ActionContext): Promise<readonly Seen[]> {
  const { kind, settings: rules } = mariadbReplicationProbe
  const healthy = await context.lastHealthy({ nodeSlug, kind })
  return healthy.flatMap(({ startedAtMs, intervalSeconds, settings, kept }) => {
    const judged = rules.safeParse(settings)
    if (!judged.success) return []
    // Judged healthy, it is within the limit, to the grain of its probe; measured, it is what was measured.
    const behindSeconds = kept ?? judged.data.maxLagSeconds + intervalSeconds
    return [{ by: 'look', atMs: startedAtMs, behindSeconds } as const]
  })
}

interface Beat {
  readonly heartbeat: Heartbeat
  readonly context: ActionContext
}

/** Replication keeps the order of commits: what was committed before the newest beat that is there is there too. */
async function lastBeat(
  cluster: MariadbCluster,
  replica: string,
  { heartbeat: { table, column }, context }: Beat,
): Promise<Seen | null> {
  const sql = `SELECT FLOOR(UNIX_TIMESTAMP(MAX(${column})) * 1000) AS at FROM ${table}`
  try {
    const [row] = await withMariadb(cluster, replica, context, (server) => server.rows(sql))
    const atMs = Number(row?.at ?? Number.NaN)
    // A beat of the future was written by another clock, or in another time zone: it bounds nothing.
    return atMs <= context.nowMs() ? { by: 'beat', atMs, behindSeconds: 0 } : null
  } catch (error) {
    await context.note(`${table} of ${replica} does not tell what is lost: ${reasonOf(error)}`)
    return null
  }
}
