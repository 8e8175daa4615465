import { AppError } from '@/lib/core/errors/app-error'
import type { ActionContext } from '@/lib/core/runbooks/action-definition'
import { type MariadbServer, REPLICATION_MS, withMariadb } from '@/lib/server/connectors/mariadb/server'
import { type MariadbState, readState } from '@/lib/server/connectors/mariadb/state'
import type { MariadbCluster } from '@/lib/server/connectors/mariadb.connector'
import { pause } from '../pause'
import { reasonOf } from './ask-servers'
import { followSource } from './follow-source'

/** How long opening waits for a replica that acknowledges. Longer would cost more than it saves. */
const ACKNOWLEDGER_MS = 1_500
const POLL_MS = 50

interface Opening {
  readonly cluster: MariadbCluster
  readonly node: string
  /** Replicas that follow it from now on. */
  readonly followers: readonly string[]
  /** Throws unless the old primary is still kept from writing; asked right before the doors open. */
  readonly assertFenced: () => Promise<void>
}

/**
 * Makes a settled replica the primary. Its followers attach first, so that the first write is acknowledged; only
 * then it takes writes. Semi-sync is switched on once it replicates no more: a replica that waits for
 * acknowledgements hangs in its SQL thread.
 */
export async function openPrimary(opening: Opening, context: ActionContext): Promise<MariadbState> {
  const { cluster, node, followers, assertFenced } = opening
  return withMariadb(cluster, node, context, async (server) => {
    await context.assertHeld()
    await server.run('STOP SLAVE', REPLICATION_MS)
    await server.run('RESET SLAVE ALL', REPLICATION_MS)
    await openSemiSync(server, followers.length, context, () => attach({ cluster, node, followers }, context))
    await assertFenced()
    await context.assertHeld()
    await server.run('SET GLOBAL read_only = 0')
    const state = await readState(server)
    if (state.isReadOnly || state.replication) throw new AppError('conflict', `${node} did not open`)
    return state
  })
}

/** Semi-sync for a server that is about to open, where a replica acknowledges in time. */
export async function openSemiSync(
  server: MariadbServer,
  followers: number,
  context: ActionContext,
  attachAll?: () => Promise<void>,
): Promise<void> {
  await server.run('SET GLOBAL rpl_semi_sync_master_enabled = 1')
  await attachAll?.()
  if ((await untilAcknowledged(server, followers, context.signal)) > 0) return
  // Every write would wait its full time for nobody.
  await server.run('SET GLOBAL rpl_semi_sync_master_enabled = 0')
  await context.note(`${server.node} opens without semi-sync: no replica acknowledges yet`)
}

async function attach(
  { cluster, node, followers }: Pick<Opening, 'cluster' | 'node' | 'followers'>,
  context: ActionContext,
): Promise<void> {
  const attaching = followers.map(async (follower) => {
    try {
      await withMariadb(cluster, follower, context, (server) =>
        followSource(server, { cluster, source: node, isDemoted: false }, context),
      )
    } catch (error) {
      await context.note(`${follower} does not follow yet: ${reasonOf(error)}`)
    }
  })
  // A follower that hangs is no reason to stay closed; the step that repoints comes back to it.
  await Promise.race([Promise.all(attaching), pause(ACKNOWLEDGER_MS, context.signal)])
}

async function untilAcknowledged(
  server: MariadbServer,
  followers: number,
  signal: AbortSignal,
): Promise<number> {
  const deadlineMs = performance.now() + (followers === 0 ? 0 : ACKNOWLEDGER_MS)
  while (true) {
    const { semiSyncReplicas } = await readState(server)
    if (semiSyncReplicas > 0 || performance.now() > deadlineMs) return semiSyncReplicas
    await pause(POLL_MS, signal)
  }
}
