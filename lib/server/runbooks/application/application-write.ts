import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { postJson } from '@/lib/server/connectors/http/post-json'
import { literal } from '@/lib/server/connectors/mariadb/literal'
import { withMariadb } from '@/lib/server/connectors/mariadb/server'
import type { MariadbCluster } from '@/lib/server/connectors/mariadb.connector'
import { hostSchema, portSchema } from '@/lib/server/probes/settings'
import { secretReferenceSchema } from '@/lib/server/secrets/secret-reference'
import { reasonOf } from '../mariadb/ask-servers'
import { pause } from '../pause'

const WRITE_MS = 4_000
const RETRY_MS = 100

/** The application as its visitors reach it, and where a write of it can be read back. */
export const applicationWriteSchema = z.strictObject({
  host: hostSchema.meta({ description: 'The edge, as visitors reach it.' }),
  port: portSchema.default(443),
  serverName: z.string().optional(),
  caFile: secretReferenceSchema.optional(),
  path: z.string().startsWith('/'),
  /** Table and column in which the written reference must stand. */
  table: z.string().regex(/^[a-z_]+\.[a-z_]+$/),
  column: z.string().regex(/^[a-z_]+$/),
})
export type ApplicationWrite = z.infer<typeof applicationWriteSchema>

export interface ProvenWrite {
  readonly reference: string
  readonly servedBy: string
  readonly attempts: number
  readonly tookMs: number
}

export interface WritePath {
  readonly application: ApplicationWrite
  readonly cluster: MariadbCluster
  /** The server on which what was written must stand. */
  readonly leader: string
}

/**
 * Writes through the whole path, edge to database, and reads the row back on the server that leads: only then
 * the application works. Tries again until time is up, since the edge needs a moment too.
 */
export async function proveWrite(
  path: WritePath,
  withinMs: number,
  context: ActionContext,
): Promise<ProvenWrite> {
  const startedMs = performance.now()
  for (let attempts = 1; ; attempts += 1) {
    try {
      const reference = `switchyard-${randomUUID()}`
      const servedBy = await write(path.application, reference, context)
      if (!(await isWriteThere(path, reference, context))) {
        throw new AppError('conflict', `the row was acknowledged, yet ${path.leader} does not have it`)
      }
      return { reference, servedBy, attempts, tookMs: Math.round(performance.now() - startedMs) }
    } catch (error) {
      context.signal.throwIfAborted()
      if (performance.now() - startedMs > withinMs) {
        throw new AppError('conflict', `the application does not write: ${reasonOf(error)}`, { cause: error })
      }
      await pause(RETRY_MS, context.signal)
    }
  }
}

async function write(
  application: ApplicationWrite,
  reference: string,
  context: ActionContext,
): Promise<string> {
  const asked = { path: application.path, body: { reference }, timeoutMs: WRITE_MS }
  const { status, headers } = await postJson(application, asked, context)
  if (status !== 201) throw new AppError('unavailable', `${application.path} answered ${status}`)
  return String(headers['x-served-by'] ?? 'unknown')
}

/** Whether what was written stands in the database that leads. Throws when it cannot be asked. */
export async function isWriteThere(
  { application, cluster, leader }: WritePath,
  reference: string,
  context: ActionContext,
): Promise<boolean> {
  const { table, column } = application
  const sql = `SELECT COUNT(*) AS found FROM ${table} WHERE ${column} = ${literal(reference)}`
  const [row = {}] = await withMariadb(cluster, leader, context, (server) => server.rows(sql))
  return row.found === '1'
}
